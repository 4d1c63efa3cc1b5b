package org.dlm.compiler.optimize;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;

/**
 * Rough amounts of work by which the passes decide. Only ratios count, so a batch is taken for 64 examples.
 *
 * @param operations distinct additions, comparisons and other operations of a cycle or less in a body
 * @param expensive distinct divisions, roots, powers and transcendental functions: ten cycles and more
 * @param loads distinct accesses
 */
record Work(int operations, int expensive, int loads) {
    private static final double BATCH = 64;

    /** The number of elements of a domain. */
    static double elements(List<Axis> axes) {
        return product(axes.stream().map(Axis::extent).toList());
    }

    /** The number of elements of a value. */
    static double elements(Op op) {
        return product(op.type().shape());
    }

    /** How often the body of an op is computed. */
    static double iterations(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> elements(indexed.axes());
            case OpKind.ScatterAdd scatter -> elements(scatter.domain());
            case OpKind.Source source -> elements(op);
            case OpKind.Draw draw -> elements(op);
            case OpKind.Reshape reshape -> 0;
        };
    }

    static Work of(Scalar body) {
        Set<Scalar> distinct = new HashSet<>();
        body.forEach(distinct::add);
        int operations = 0;
        int expensive = 0;
        int loads = 0;
        for (Scalar scalar : distinct) {
            switch (scalar) {
                case Scalar.Apply apply when isExpensive(apply.primitive()) -> expensive++;
                case Scalar.Apply apply -> operations++;
                case Scalar.Load load -> loads++;
                case Scalar.Literal literal -> {}
                case Scalar.IndexValue index -> {}
                case Scalar.Size size -> {}
            }
        }
        return new Work(operations, expensive, loads);
    }

    private static boolean isExpensive(Primitive primitive) {
        return switch (primitive) {
            case DIVIDE, REMAINDER, POWER, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT, FLOOR_DIV, CEIL_DIV ->
                true;
            case ADD,
                    SUBTRACT,
                    MULTIPLY,
                    NEGATE,
                    ABS,
                    SIGN,
                    FLOOR,
                    MIN,
                    MAX,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT,
                    WHERE,
                    TO_FLOAT,
                    TO_INT,
                    TO_NUMBER,
                    STOP -> false;
        };
    }

    private static double product(List<Extent> shape) {
        double product = 1;
        for (Extent extent : shape) {
            product *= switch (extent) {
                case Extent.Fixed fixed -> fixed.size();
                case Extent.Batch batch -> BATCH;
            };
        }
        return product;
    }
}
