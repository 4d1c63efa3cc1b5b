package org.dlm.compiler.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order of the loops in which a kernel spends its time.
 *
 * @param loops the outermost first
 * @param sums locals that the innermost one adds to: the elements, or vectors of them, of a tile in registers
 */
public record Shape(List<Step> loops, int sums) {
    public Shape {
        loops = List.copyOf(loops);
    }

    /** {@code for index by step}, so many rounds. */
    public record Step(String index, int step, long rounds) {
        /** {@code b by 4 (8 x)}. */
        @Override
        public String toString() {
            return index + (step == 1 ? "" : " by " + step) + " (" + rounds + " x)";
        }
    }

    static Shape of(LoopNode kernel) {
        List<Step> loops = new ArrayList<>();
        int sums = 0;
        Optional<LoopNode> next = hottest(kernel);
        while (next.isPresent()) {
            LoopNode loop = next.get();
            loops.add(new Step(loop.variable().name(), loop.step(), (long) loop.rounds()));
            sums = loop.carried();
            next = hottest(loop);
        }
        return new Shape(loops, sums);
    }

    private static Optional<LoopNode> hottest(LoopNode loop) {
        return loop.inner().stream()
                .filter(inner -> inner.rounds() > 0)
                .max(Comparator.comparingDouble(LoopNode::busy));
    }
}
