package org.dlm.runtime.model;

/**
 * An input or target of a model: one value for each example.
 *
 * @param name as written in the model
 * @param role input or target
 * @param kind what its elements are
 * @param shape the shape for ONE example
 * @param classes number of classes or tokens where the type is {@code class[K]} or {@code token[V]}: values are then in
 *     {@code 0 .. classes - 1}, which is checked on input; 0 for any other type
 */
public record Port(String name, Role role, ElementKind kind, Shape shape, int classes) {
    /** What a port is for. */
    public enum Role {
        /** Needed for every output. */
        INPUT,
        /** Needed for losses and metrics only. */
        TARGET
    }

    /** An input or target without a class range. */
    public Port(String name, Role role, ElementKind kind, Shape shape) {
        this(name, role, kind, shape, 0);
    }
}
