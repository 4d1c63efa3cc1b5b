package org.dlm.runtime.model;

/**
 * An output, loss or metric of a model.
 *
 * @param name as written in the model
 * @param kind what its elements are
 * @param shape the shape for one example
 */
public record ResultPort(String name, ElementKind kind, Shape shape) {
    /** A loss or metric: one real number for each example. */
    public static ResultPort number(String name) {
        return new ResultPort(name, ElementKind.FLOAT, Shape.SCALAR);
    }
}
