package org.dlm.compiler.cost;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;

/**
 * What a kernel costs that runs a few examples at a time, between others: that of a chunk for each chunk, where what they hand to each
 * other is found near, and all that comes from elsewhere or goes there passes the levels in which the whole batch has no room.
 *
 * @param chunk examples at a time
 * @param far for each operand whether it is handed on neither to the kernel nor by it
 */
public record ChunkedCost(int chunk, List<Boolean> far) {
    public ChunkedCost {
        far = List.copyOf(far);
    }

    /** Of a kernel that one thread runs. */
    public KernelCost of(Kernel kernel, Execution run) {
        KernelCost whole = KernelCost.of(kernel, run);
        if (run.batch() <= chunk) {
            return whole;
        }
        KernelCost one = KernelCost.of(kernel, new Execution(run.machine(), run.target(), chunk, run.arrays()));
        double rounds = (double) run.batch() / chunk;
        Map<Limit, Double> moved = new EnumMap<>(Limit.class);
        Map<Limit, Double> shares = new EnumMap<>(Limit.class);
        one.shares().forEach((limit, cycles) -> shares.put(limit, cycles * rounds));
        double core = core(one, run.machine()) * rounds;
        double most = core;
        Limit limit = one.limit();
        for (Cache level : run.machine().caches()) {
            double bytes = Math.min(
                    whole.moved().get(level.limit()),
                    one.moved().get(level.limit()) * rounds
                            + (whole.touched() > level.bytes() ? farBytes(kernel, run) : 0));
            double cycles = bytes / level.bytesPerCycle();
            moved.put(level.limit(), bytes);
            shares.put(level.limit(), cycles);
            if (cycles > most) {
                most = cycles;
                limit = level.limit();
            }
        }
        double cycles = most + run.machine().call() * rounds;
        return new KernelCost(
                cycles,
                cycles / run.machine().gigahertz(),
                limit,
                shares,
                whole.touched(),
                moved,
                whole.usedLanes(),
                one.shape());
    }

    private static double core(KernelCost cost, Machine machine) {
        return cost.shares().entrySet().stream()
                .filter(share -> share.getKey() != Limit.CALL
                        && machine.caches().stream().noneMatch(level -> level.limit() == share.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private double farBytes(Kernel kernel, Execution run) {
        double sum = 0;
        for (int o = 0; o < far.size(); o++) {
            Operand operand = kernel.operands().get(o);
            if (far.get(o) && operand.op().type().batched()) {
                double bytes = Traffic.bytes(operand.op().type(), run.target().precision())
                        * operand.op().type().fixedElements()
                        * run.batch();
                sum += operand.access() == Operand.Access.READ ? bytes : 2 * bytes;
            }
        }
        return sum;
    }
}
