package org.dlm.compiler.graph;

/** One place of an access: affine in the axes, or a value (gather). */
public sealed interface Subscript permits Affine, Subscript.Data {
    /** A data-dependent place: an INT expression. */
    record Data(Scalar value) implements Subscript {
        @Override
        public String toString() {
            return value.toString();
        }
    }
}
