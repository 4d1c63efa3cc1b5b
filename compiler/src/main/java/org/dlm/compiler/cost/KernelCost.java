package org.dlm.compiler.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.dlm.compiler.loop.Kernel;

/**
 * What a form of a kernel costs: one formula for all schedules. In each round of a loop everything that it keeps busy is at work at the
 * same time, so the slowest decides; and so it is with the levels of the memory:
 *
 * <pre>
 * core     = sum over loops: rounds * max(fma, arithmetic, division, loads, stores, lanes, instructions, latency) + ends of loops
 * level l  = bytes that pass it / bytes per cycle
 * cycles   = max(core, L2, L3, memory) + call
 * </pre>
 *
 * <p>A vector counts as a whole whatever its mask, so that lanes which are not used cost as much as the others.
 *
 * @param cycles in all
 * @param nanos the same as time
 * @param limit what decides: of the core, that on which it spends most of its cycles
 * @param shares cycles of the core by what decided in the loops, and those of the levels of memory, which go on meanwhile
 * @param touched bytes of all lines that it reads or writes
 * @param moved bytes that pass each level of memory
 * @param usedLanes share of the lanes of vectors that are not idle; 1 without vectors
 * @param shape the order of its loops
 */
public record KernelCost(
        double cycles,
        double nanos,
        Limit limit,
        Map<Limit, Double> shares,
        double touched,
        Map<Limit, Double> moved,
        double usedLanes,
        Shape shape) {
    /** C2 unrolls loops of so few rounds as a whole. */
    private static final double UNROLLED = 4;

    public KernelCost {
        shares = Collections.unmodifiableMap(new EnumMap<>(shares));
        moved = Collections.unmodifiableMap(new EnumMap<>(moved));
    }

    /** Of a kernel that one thread runs. */
    public static KernelCost of(Kernel kernel, Execution run) {
        LoopNode loops = LoopTree.of(kernel, run);
        Traffic traffic = new Traffic(kernel, run);
        Map<Limit, Double> core = new EnumMap<>(Limit.class);
        addCore(loops, 1, run.machine(), core);
        Map<Limit, Double> moved = new EnumMap<>(Limit.class);
        run.machine().caches().forEach(level -> moved.put(level.limit(), traffic.behind(loops, level.bytes())));
        return of(
                run.machine(),
                core,
                moved,
                1,
                traffic.touched(loops),
                UsedLanes.of(loops, kernel, run.batch()),
                Shape.of(loops));
    }

    /**
     * The formula.
     *
     * @param core cycles by what decides in the loops
     * @param calls of the kernel
     */
    static KernelCost of(
            Machine machine,
            Map<Limit, Double> core,
            Map<Limit, Double> moved,
            double calls,
            double touched,
            double usedLanes,
            Shape shape) {
        Map<Limit, Double> shares = new EnumMap<>(core);
        double most = core.values().stream().mapToDouble(Double::doubleValue).sum();
        Limit limit = largest(core);
        for (Cache level : machine.caches()) {
            double cycles = moved.get(level.limit()) / level.bytesPerCycle();
            shares.put(level.limit(), cycles);
            if (cycles > most) {
                most = cycles;
                limit = level.limit();
            }
        }
        double call = machine.call() * calls;
        shares.put(Limit.CALL, call);
        return new KernelCost(
                most + call,
                (most + call) / machine.gigahertz(),
                call > most ? Limit.CALL : limit,
                shares,
                touched,
                moved,
                usedLanes,
                shape);
    }

    private static void addCore(LoopNode loop, double times, Machine machine, Map<Limit, Double> core) {
        double rounds = times * loop.rounds();
        if (rounds > 0) {
            Limit slowest = loop.slowest();
            core.merge(slowest, rounds * loop.cycles(slowest), Double::sum);
            core.merge(Limit.LOOPS, times * end(loop, machine), Double::sum);
            loop.inner().forEach(each -> addCore(each, rounds, machine, core));
        }
    }

    private static double end(LoopNode loop, Machine machine) {
        boolean unrolled = loop.rounds() <= 1 || loop.inner().isEmpty() && loop.rounds() <= UNROLLED;
        return unrolled ? 0 : machine.loopEnd();
    }

    private static Limit largest(Map<Limit, Double> cycles) {
        return cycles.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(Limit.CALL);
    }
}
