package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;

/**
 * Functions of vectors written out in additions, multiplications and shifts, operation by operation the same as those of {@code
 * org.dlm.runtime.vector.Functions}, which plain loops call and which says how exact they are. The Vector API has some of them
 * too, but gives other bits before a kernel is compiled than after, and other ones on other machines; and in a method of their own
 * they would not always be inlined, which makes them ten times slower.
 */
final class VectorFunctions {
    private VectorFunctions() {}

    /** The primitive of a vector, if it has a form in vectors of this precision. */
    static Optional<Expression> of(Primitive primitive, Expression x, Precision precision) {
        return hasForm(primitive, precision) ? Optional.of(written(primitive, x, precision)) : Optional.empty();
    }

    /** Those of f64 serve to check gradients, where exactness counts, not speed: there they are those of {@link StrictMath}. */
    static boolean hasForm(Primitive primitive, Precision precision) {
        return switch (primitive) {
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF -> precision == Precision.F32;
            case FLOOR, SIGN -> true;
            default -> false;
        };
    }

    private static Expression written(Primitive primitive, Expression x, Precision precision) {
        return switch (primitive) {
            case EXP -> Exponentials.exp(x);
            case EXPM1 -> Exponentials.expm1(x);
            case TANH -> Exponentials.tanh(x);
            case ERF -> Exponentials.erf(x);
            case LOG -> Logarithms.log(x);
            case LOG1P -> Logarithms.log1p(x);
            case SIN -> Waves.sin(x);
            case COS -> Waves.cos(x);
            case FLOOR -> floor(x, precision == Precision.F32 ? 0x1p23 : 0x1p52);
            case SIGN -> sign(x);
            default -> throw new IllegalArgumentException("no form in vectors: " + primitive);
        };
    }

    /** The sum with 1.5 times the first number without fraction rounds; what is whole already, or not a number, stays. */
    private static Expression floor(Expression x, double whole) {
        Expression shift = Lanewise.all(1.5 * whole);
        Expression rounded = Lanewise.subtract(Lanewise.add(x, shift), shift);
        Expression down = Lanewise.where(
                Lanewise.compare(Primitive.GT, rounded, x), Lanewise.subtract(rounded, Lanewise.all(1)), rounded);
        Expression small = Lanewise.compare(
                Primitive.LT, Expression.apply(ElementType.FLOAT, Primitive.ABS, x), Lanewise.all(whole));
        Expression fraction = Lanewise.compare(Primitive.NE, rounded, x);
        return Lanewise.where(new Expression.Apply(ElementType.BOOL, Primitive.AND, List.of(small, fraction)), down, x);
    }

    /** Zeros of either sign and NaN stay what they are. */
    private static Expression sign(Expression x) {
        Expression below = Lanewise.where(Lanewise.compare(Primitive.LT, x, Lanewise.all(0)), Lanewise.all(-1), x);
        return Lanewise.where(Lanewise.compare(Primitive.GT, x, Lanewise.all(0)), Lanewise.all(1), below);
    }
}
