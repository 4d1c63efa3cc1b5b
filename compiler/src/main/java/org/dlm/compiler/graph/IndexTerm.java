package org.dlm.compiler.graph;

/** What an {@link Affine} place is a sum of. */
public sealed interface IndexTerm extends Comparable<IndexTerm> {
    /** The value of an axis of the op, by its number: free axes first, then reduction axes. */
    record AxisTerm(int axis) implements IndexTerm {
        /** As a record's own, which is slow until the JVM has compiled it. */
        @Override
        public boolean equals(Object other) {
            return other instanceof AxisTerm that && axis == that.axis;
        }

        @Override
        public int hashCode() {
            return axis;
        }

        @Override
        public String toString() {
            return "i" + axis;
        }
    }

    /** {@code floor(of / by)}, {@code by} positive. */
    record Quotient(Affine of, int by) implements IndexTerm {
        @Override
        public String toString() {
            return "div(" + of + ", " + by + ")";
        }
    }

    /** {@code of - by * floor(of / by)}, {@code by} positive. */
    record Remainder(Affine of, int by) implements IndexTerm {
        @Override
        public String toString() {
            return "(" + of + ") % " + by;
        }
    }

    /** Axes by number, then quotients, then remainders: a fixed order for printing and for equal places. */
    @Override
    default int compareTo(IndexTerm other) {
        // before the switch, which is slow until the JVM has compiled it: nearly all terms are axes
        if (this instanceof AxisTerm axis && other instanceof AxisTerm that) {
            return Integer.compare(axis.axis(), that.axis());
        }
        return switch (this) {
            case AxisTerm axis -> -1;
            case Quotient quotient when other instanceof AxisTerm -> 1;
            case Remainder remainder when other instanceof AxisTerm -> 1;
            case Quotient quotient -> toString().compareTo(other.toString());
            case Remainder remainder -> toString().compareTo(other.toString());
        };
    }
}
