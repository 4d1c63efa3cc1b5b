package org.dlm.compiler.schedule;

import java.util.Optional;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.LoweredGroup;

/**
 * Chooses along which axis the vectors of a reduction lie, and so in which order its terms are added: by the sizes of its axes
 * and the longest vectors that there are, whatever the target is.
 */
final class ReductionSchedule {
    /** What joining the lanes at the end costs the dot form, as a share of its vectors. */
    private static final double JOINING = 0.7;

    /** Vectors of which less is used than this are slower than plain loops: the windows of pooling. */
    private static final double LEAST = 0.25;

    private ReductionSchedule() {}

    static Optional<Kernel> kernel(LoweredGroup group, Target target) {
        return switch (group.computations().getFirst().reduction()) {
            case ARGMAX, ARGMIN -> place(new ExtremePlaceSchedule(group, target));
            case NONE, SUM, PROD, MAX, MIN, ANY, ALL -> value(group, target);
        };
    }

    private static Optional<Kernel> place(ExtremePlaceSchedule schedule) {
        return schedule.utilisation() < LEAST ? Optional.empty() : schedule.kernel();
    }

    private static Optional<Kernel> value(LoweredGroup group, Target target) {
        BroadcastSchedule broadcast = new BroadcastSchedule(group, target);
        DotSchedule dot = new DotSchedule(group, target);
        if (Math.max(broadcast.utilisation(), dot.utilisation()) < LEAST) {
            return Optional.empty();
        }
        return broadcast.utilisation() >= JOINING * dot.utilisation() ? broadcast.kernel() : dot.kernel();
    }
}
