package org.dlm.compiler.lower;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;

/** Counts elementary operations, roughly: the program decides by it whether a second thread pays. */
final class WorkEstimate {
    /** What a batch counts for where it is not the axis that is cut. */
    private static final double USUAL_BATCH = 64;

    private WorkEstimate() {}

    /** Operations for one unit of the parallel axis, or all of them without one. */
    static double of(LoweredGroup group, Optional<LoopAxis> parallel) {
        double sum = 0;
        for (Computation computation : group.computations()) {
            sum += elements(computation.axes(), parallel) * cost(computation.body());
        }
        if (group.scatter().isPresent()) {
            LoweredGroup.Scatter scatter = group.scatter().get();
            sum += elements(scatter.domain(), parallel) * (cost(scatter.body()) + 2);
        }
        return sum;
    }

    private static double elements(List<LoopAxis> axes, Optional<LoopAxis> parallel) {
        double product = 1;
        for (LoopAxis axis : axes) {
            if (parallel.filter(axis::equals).isEmpty()) {
                product *= axis.extent().isBatch() ? USUAL_BATCH : axis.extent().fixedSize();
            }
        }
        return product;
    }

    private static double cost(Expression body) {
        double[] cost = {1};
        body.forEach(e -> cost[0] += e instanceof Expression.Apply apply ? cost(apply.primitive()) : 0);
        return cost[0];
    }

    private static double cost(Primitive primitive) {
        return switch (primitive) {
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, POWER -> 10;
            case DIVIDE, SQRT, FLOOR_DIV, CEIL_DIV, REMAINDER -> 4;
            case ADD, SUBTRACT, MULTIPLY, NEGATE, ABS, SIGN, FLOOR, MIN, MAX -> 1;
            case EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE, TO_FLOAT, TO_INT, TO_NUMBER, STOP -> 1;
        };
    }
}
