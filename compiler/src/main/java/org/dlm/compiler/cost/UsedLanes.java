package org.dlm.compiler.cost;

import java.util.Map;
import java.util.TreeMap;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Kernel;

/**
 * The share of the lanes that compute something which nobody else does. Where vectors are stored it is told by the elements that there
 * are: masks cut lanes off, and tiles that are moved back compute some twice. Where sums of vectors end in single elements it is told by
 * the masks of what is loaded.
 */
final class UsedLanes {
    private final Map<Integer, Double> stored = new TreeMap<>();
    private double loaded;
    private double loadedAndUsed;

    private UsedLanes() {}

    /** 1 without vectors. */
    static double of(LoopNode loops, Kernel kernel, int batch) {
        UsedLanes lanes = new UsedLanes();
        lanes.visit(loops, 1);
        if (lanes.stored.isEmpty()) {
            return lanes.loaded == 0 ? 1 : lanes.loadedAndUsed / lanes.loaded;
        }
        double elements = 0;
        double all = 0;
        for (Map.Entry<Integer, Double> each : lanes.stored.entrySet()) {
            TensorType type = kernel.operands().get(each.getKey()).op().type();
            elements += (double) type.fixedElements() * (type.batched() ? batch : 1);
            all += each.getValue();
        }
        return Math.min(1, elements / all);
    }

    private void visit(LoopNode loop, double times) {
        double rounds = times * loop.rounds();
        if (rounds > 0) {
            loop.accesses().stream().filter(Access::isVector).forEach(access -> visit(access, rounds));
            loop.inner().forEach(inner -> visit(inner, rounds));
        }
    }

    private void visit(Access access, double times) {
        if (access.writes()) {
            stored.merge(access.operand(), times * access.elements(), Double::sum);
        } else {
            loaded += times;
            loadedAndUsed += times * access.used();
        }
    }
}
