package org.dlm.compiler.pipeline.random;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/** An expression with a bound of its absolute value, by which the numbers of a graph are kept so small that floats hold them exactly. */
record Term(Scalar scalar, double bound) {
    /** Beyond it a value is cut off: sums of some thousand such are still exact in f32. */
    private static final double LARGE = 1 << 10;

    static Term of(double literal) {
        return new Term(Scalars.literal(literal), Math.abs(literal));
    }

    static Term of(int literal) {
        return new Term(Scalars.literal(literal), Math.abs(literal));
    }

    static Term truth(Scalar scalar) {
        return new Term(scalar, 1);
    }

    Term plus(Term other) {
        return new Term(Scalars.add(scalar, other.scalar), bound + other.bound);
    }

    Term minus(Term other) {
        return new Term(Scalars.subtract(scalar, other.scalar), bound + other.bound);
    }

    Term times(Term other) {
        return new Term(Scalars.multiply(scalar, other.scalar), bound * other.bound);
    }

    Term apply(Primitive primitive, double newBound) {
        return new Term(Scalars.apply(primitive, scalar), newBound);
    }

    Term toFloat() {
        return scalar.type() == ElementType.FLOAT ? this : apply(Primitive.TO_FLOAT, bound);
    }

    /** {@code max(-8, min(8, x))} where the value may be large. */
    Term small() {
        return bound <= LARGE ? this : cut(8);
    }

    /** Not beyond a limit on either side. */
    Term cut(int limit) {
        Scalar above = Scalars.coerce(Scalars.literal(limit), scalar.type());
        Scalar below = Scalars.coerce(Scalars.literal(-limit), scalar.type());
        return new Term(
                Scalars.apply(Primitive.MAX, below, Scalars.apply(Primitive.MIN, scalar, above)),
                Math.min(bound, limit));
    }

    /** The larger of two bounds. */
    Term either(Primitive primitive, Term other) {
        return new Term(Scalars.apply(primitive, scalar, other.scalar), Math.max(bound, other.bound));
    }
}
