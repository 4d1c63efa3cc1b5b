package org.dlm.compiler.graph;

/**
 * One index of an op with its range {@code 0 .. extent}. The name is what the text called it; it serves printing and the
 * generated code only, so axes that differ by name alone are equal.
 */
public record Axis(String name, Extent extent) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Axis axis && extent.equals(axis.extent);
    }

    @Override
    public int hashCode() {
        return extent.hashCode();
    }

    @Override
    public String toString() {
        return name + " < " + extent;
    }
}
