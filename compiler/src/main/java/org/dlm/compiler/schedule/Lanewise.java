package org.dlm.compiler.schedule;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Width;

/** Short words for arithmetic with FLOAT vectors. */
final class Lanewise {
    private Lanewise() {}

    static Expression all(double value) {
        return Expression.constant(ElementType.FLOAT, Width.VECTOR, value);
    }

    static Expression add(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.ADD, a, b);
    }

    static Expression subtract(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.SUBTRACT, a, b);
    }

    static Expression multiply(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.MULTIPLY, a, b);
    }

    static Expression divide(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.DIVIDE, a, b);
    }

    static Expression min(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.MIN, a, b);
    }

    static Expression max(Expression a, Expression b) {
        return Expression.apply(ElementType.FLOAT, Primitive.MAX, a, b);
    }

    static Expression abs(Expression a) {
        return Expression.apply(ElementType.FLOAT, Primitive.ABS, a);
    }

    static Expression negate(Expression a) {
        return Expression.apply(ElementType.FLOAT, Primitive.NEGATE, a);
    }

    /** {@code a * b + c}, rounded once. */
    static Expression fma(Expression a, Expression b, Expression c) {
        return new Expression.Fma(a, b, c);
    }

    static Expression compare(Primitive comparison, Expression a, Expression b) {
        return Expression.apply(ElementType.BOOL, comparison, a, b);
    }

    static Expression where(Expression mask, Expression then, Expression otherwise) {
        return Expression.apply(then.type(), Primitive.WHERE, mask, then, otherwise);
    }

    /** By Horner's rule, the highest power first. */
    static Expression polynomial(Expression x, double... coefficients) {
        Expression sum = all(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = fma(sum, x, all(coefficients[i]));
        }
        return sum;
    }

    /** The size of the first with the sign of the second. */
    static Expression copySign(Expression size, Expression sign) {
        return multiply(size, new Expression.Bits(sign, 0, Integer.MIN_VALUE, 0x3f800000));
    }
}
