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
        for (Cache level : run.machine().caches()) {
            double far = whole.touched() > level.bytes() ? farBytes(kernel, run) : 0;
            moved.put(
                    level.limit(),
                    Math.min(whole.moved().get(level.limit()), one.moved().get(level.limit()) * rounds + far));
        }
        return KernelCost.of(
                run.machine(), core(one, rounds), moved, rounds, whole.touched(), whole.usedLanes(), one.shape());
    }

    /** Cycles of the loops of all chunks. */
    private static Map<Limit, Double> core(KernelCost chunk, double rounds) {
        Map<Limit, Double> core = new EnumMap<>(Limit.class);
        chunk.shares().forEach((limit, cycles) -> {
            if (limit != Limit.CALL && !chunk.moved().containsKey(limit)) {
                core.put(limit, cycles * rounds);
            }
        });
        return core;
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
