package org.dlm.compiler.lower;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.OpKind;

/** Chooses the axis whose range may be cut into parts: a free one, so that each element is computed in one part alone. */
public final class ParallelAxis {
    private ParallelAxis() {}

    /** The first free axis that is longer than 1 (the batch, where there is one). */
    public static Optional<LoopAxis> of(LoweredGroup group) {
        return group.scatter()
                .map(ParallelAxis::ofScatter)
                .orElseGet(() ->
                        group.outer().stream().filter(ParallelAxis::divisible).findFirst());
    }

    /** Parts of a scatter must write apart from each other: only where the first place is the leading axis itself. */
    private static Optional<LoopAxis> ofScatter(LoweredGroup.Scatter scatter) {
        OpKind.ScatterAdd op = (OpKind.ScatterAdd) scatter.op().kind();
        List<LoopAxis> domain = scatter.domain();
        boolean apart = !domain.isEmpty()
                && !op.at().isEmpty()
                && op.at().getFirst() instanceof Affine first
                && first.isAxis(0)
                && domain.getFirst().extent().equals(scatter.op().type().shape().getFirst())
                && divisible(domain.getFirst());
        return apart ? Optional.of(domain.getFirst()) : Optional.empty();
    }

    private static boolean divisible(LoopAxis axis) {
        return axis.extent().isBatch() || axis.extent().fixedSize() > 1;
    }
}
