package org.dlm.runtime.model;

/**
 * A run-time number of a model or recipe, such as {@code hyper lr: float = 1e-3 in log(1e-5 .. 1e-1)}.
 *
 * @param name as written
 * @param start the value when nothing else is set
 * @param range the stated range, checked by {@code --set}
 */
public record Hyper(String name, double start, HyperRange range) {
    /** A number without a stated range. */
    public Hyper(String name, double start) {
        this(name, start, new HyperRange.Any());
    }
}
