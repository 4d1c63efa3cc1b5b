package org.dlm.cli;

import java.util.List;
import org.dlm.compiler.cost.Machine;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Target;
import org.dlm.runtime.vector.VectorSupport;

/** What is compiled and run at once needs only the kernels that this machine uses. */
final class ThisMachine {
    private ThisMachine() {}

    /** The width of the vectors that kernels use here, in bits; none where plain loops are used. */
    static List<Integer> vectors() {
        int bits = VectorSupport.choose(
                Target.WIDTHS.stream().mapToInt(Integer::intValue).toArray());
        return bits == 0 ? List.of() : List.of(bits);
    }

    /** In words, such as {@code vectors of 512 bits}. */
    static String kernels() {
        return vectors().stream()
                .map(bits -> "vectors of " + bits + " bits")
                .findFirst()
                .orElse("plain loops");
    }

    /**
     * As data: a usual one with vectors of the same width, at the speed that was measured.
     *
     * @param flopsPerSecond of one thread, with multiply-adds of the widest vectors alone
     */
    static Machine atPeak(double flopsPerSecond) {
        int bits = VectorSupport.preferredBits();
        Machine machine = Machine.of(bits);
        Target widest = bits == 0 ? Target.plain(Precision.F32) : new Target(Precision.F32, bits);
        return machine.withClock(flopsPerSecond / machine.flopsPerCycle(widest) / 1e9);
    }
}
