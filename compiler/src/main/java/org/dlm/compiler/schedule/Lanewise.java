package org.dlm.compiler.schedule;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.VectorValue;

/** Short words for arithmetic with FLOAT vectors. */
final class Lanewise {
    private Lanewise() {}

    static VectorValue all(double value) {
        return new VectorValue.Broadcast(Expression.constant(ElementType.FLOAT, value));
    }

    static VectorValue add(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.ADD, a, b);
    }

    static VectorValue subtract(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.SUBTRACT, a, b);
    }

    static VectorValue multiply(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.MULTIPLY, a, b);
    }

    static VectorValue divide(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.DIVIDE, a, b);
    }

    static VectorValue min(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.MIN, a, b);
    }

    static VectorValue max(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.MAX, a, b);
    }

    static VectorValue abs(VectorValue a) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.ABS, a);
    }

    static VectorValue negate(VectorValue a) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.NEGATE, a);
    }

    /** {@code a * b + c}, rounded once. */
    static VectorValue fma(VectorValue a, VectorValue b, VectorValue c) {
        return new VectorValue.Fma(a, b, c);
    }

    static VectorValue compare(Primitive comparison, VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.BOOL, comparison, a, b);
    }

    static VectorValue where(VectorValue mask, VectorValue then, VectorValue otherwise) {
        return VectorValue.apply(then.type(), Primitive.WHERE, mask, then, otherwise);
    }

    /** By Horner's rule, the highest power first. */
    static VectorValue polynomial(VectorValue x, double... coefficients) {
        VectorValue sum = all(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) {
            sum = fma(sum, x, all(coefficients[i]));
        }
        return sum;
    }

    /** The size of the first with the sign of the second. */
    static VectorValue copySign(VectorValue size, VectorValue sign) {
        return multiply(size, new VectorValue.Bits(sign, 0, Integer.MIN_VALUE, 0x3f800000));
    }
}
