package org.dlm.compiler.cost;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * The floating point operations that a group is there for, whatever its kernel does besides: a sum of products counts two for each
 * product, so a matrix product of m x k and k x n counts {@code 2 m k n}. An exponential function counts one.
 */
public final class Flops {
    private final int batch;

    private Flops(int batch) {
        this.batch = batch;
    }

    /** Of all ops of a group. */
    public static double of(FusionGroup group, int batch) {
        Flops flops = new Flops(batch);
        return group.ops().stream().mapToDouble(flops::of).sum();
    }

    private double of(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed ->
                elements(indexed.axes()) * (inBody(indexed.body()) + (indexed.reduction() == Reduction.NONE ? 0 : 1));
            case OpKind.ScatterAdd scatter -> elements(scatter.domain()) * (inBody(scatter.body()) + 1);
            case OpKind.Source source -> 0;
            case OpKind.Draw draw -> 0;
            case OpKind.Reshape reshape -> 0;
        };
    }

    private double elements(List<Axis> axes) {
        double product = 1;
        for (Axis axis : axes) {
            product *= axis.extent().isBatch() ? batch : axis.extent().fixedSize();
        }
        return product;
    }

    /** Equal expressions are computed once. */
    private static long inBody(Scalar body) {
        Set<Scalar> distinct = new HashSet<>();
        body.forEach(distinct::add);
        return distinct.stream()
                .filter(scalar -> scalar instanceof Scalar.Apply apply
                        && apply.type() == ElementType.FLOAT
                        && isArithmetic(apply.primitive()))
                .count();
    }

    private static boolean isArithmetic(Primitive primitive) {
        return switch (primitive) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER, MIN, MAX -> true;
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT, FLOOR, FLOOR_DIV, CEIL_DIV -> true;
            case NEGATE, ABS, SIGN, EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE -> false;
            case TO_FLOAT, TO_INT, TO_NUMBER, STOP -> false;
        };
    }
}
