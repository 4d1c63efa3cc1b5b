package org.dlm.compiler.lower;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * A fusion group whose bodies speak of addresses and locals, with no order of loops yet: what the definition and every schedule
 * start from.
 *
 * @param preamble declarations before all loops
 * @param computations in order; empty for a scatter
 */
public record LoweredGroup(
        FusionGroup.Kind kind,
        String name,
        List<Operand> operands,
        List<Op> numbers,
        Variables variables,
        List<Statement> preamble,
        List<LoopAxis> outer,
        List<Computation> computations,
        Optional<Scatter> scatter) {
    public LoweredGroup {
        operands = List.copyOf(operands);
        numbers = List.copyOf(numbers);
        preamble = List.copyOf(preamble);
        outer = List.copyOf(outer);
        computations = List.copyOf(computations);
    }

    /**
     * Zeros, then {@code target[at] += body} over the domain in order.
     *
     * @param inside what must hold for the element to be added
     */
    public record Scatter(
            Op op, int target, List<LoopAxis> domain, Place at, Optional<Expression> inside, Expression body) {}

    /** The same with other loops. */
    public LoweredGroup with(List<LoopAxis> newOuter, List<Computation> newComputations) {
        return new LoweredGroup(kind, name, operands, numbers, variables, preamble, newOuter, newComputations, scatter);
    }

    /** Whether a later computation of the group reads this one's value from its local. */
    public boolean readsLocal(Computation computation) {
        return computations.stream().anyMatch(other -> other.body().mentions(computation.value()));
    }
}
