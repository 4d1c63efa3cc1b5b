package org.dlm.compiler.schedule;

import java.util.Optional;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.LoweredGroup;

/** Chooses along which axis the vectors of a reduction lie. */
final class ReductionSchedule {
    /** What joining the lanes at the end costs the dot form, as a share of its vectors. */
    private static final double JOINING = 0.7;

    private ReductionSchedule() {}

    static Optional<Kernel> kernel(LoweredGroup group, Target target) {
        BroadcastSchedule broadcast = new BroadcastSchedule(group, target);
        DotSchedule dot = new DotSchedule(group, target);
        return broadcast.utilisation() >= JOINING * dot.utilisation() ? broadcast.kernel() : dot.kernel();
    }
}
