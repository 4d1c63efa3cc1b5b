package org.dlm.compiler.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;

/**
 * The bytes that move between a cache and what is behind it. What all of a loop touches stays in the cache if it has room there, and is
 * moved once; if only one round has room, what the next one shares with it stays; else each round moves its own again. A kernel that
 * has room as a whole finds everything there, from the step before or the one that made it. What is written is read before and
 * written back after.
 */
final class Traffic {
    /** For each operand, that of the array in which it is. */
    private final List<Integer> arrays;

    private final List<Footprint> footprints = new ArrayList<>();

    Traffic(Kernel kernel, Execution run) {
        arrays = run.arrays();
        for (Operand operand : kernel.operands()) {
            TensorType type = operand.op().type();
            footprints.add(new Footprint(
                    bytes(type, run.target().precision()),
                    (double) type.fixedElements() * (type.batched() ? run.batch() : 1)));
        }
    }

    /** Of an element. */
    static double bytes(TensorType type, Precision precision) {
        return switch (type.element()) {
            case FLOAT -> precision == Precision.F32 ? Float.BYTES : Double.BYTES;
            case INT, BOOL -> Integer.BYTES;
            case NUMBER -> Double.BYTES;
        };
    }

    /** Bytes from behind a cache of that size, and to it. */
    double behind(LoopNode kernel, double size) {
        return touched(kernel) <= size ? 0 : moved(kernel, size);
    }

    /** Bytes that a loop touches, each line once. */
    double touched(LoopNode loop) {
        return sum(reaches(loop, true), false);
    }

    private double moved(LoopNode loop, double size) {
        List<Footprint.Reach> all = reaches(loop, true);
        if (sum(all, false) <= size || sum(reaches(loop, false), false) <= size) {
            return sum(all, true);
        }
        double round = sum(own(loop), true);
        for (LoopNode inner : loop.inner()) {
            round += moved(inner, size);
        }
        return loop.rounds() * round;
    }

    /** @param both whether what is written counts for both ways */
    private double sum(List<Footprint.Reach> reaches, boolean both) {
        Map<Integer, List<Footprint.Reach>> byArray = new TreeMap<>();
        for (Footprint.Reach reach : reaches) {
            int array = arrays.get(reach.access().operand());
            byArray.computeIfAbsent(array, key -> new ArrayList<>()).add(reach);
        }
        double sum = 0;
        for (List<Footprint.Reach> ofArray : byArray.values()) {
            Footprint footprint = footprints.get(ofArray.getFirst().access().operand());
            boolean written = ofArray.stream().anyMatch(reach -> reach.access().writes());
            sum += footprint.bytes(ofArray) * (both && written ? 2 : 1);
        }
        return sum;
    }

    private static List<Footprint.Reach> own(LoopNode loop) {
        return loop.accesses().stream()
                .map(access -> new Footprint.Reach(access, List.of()))
                .toList();
    }

    /** All accesses of a loop, or of one round of it. */
    private static List<Footprint.Reach> reaches(LoopNode loop, boolean goesRound) {
        List<Footprint.Reach> all = new ArrayList<>(own(loop));
        loop.inner().stream().filter(inner -> inner.rounds() > 0).forEach(inner -> all.addAll(reaches(inner, true)));
        return goesRound ? all.stream().map(reach -> within(loop, reach)).toList() : all;
    }

    private static Footprint.Reach within(LoopNode loop, Footprint.Reach reach) {
        List<LoopNode> loops = new ArrayList<>(reach.loops());
        loops.add(loop);
        return new Footprint.Reach(reach.access(), loops);
    }
}
