package org.dlm.compiler.chain;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Cuts a run of groups that may be chained into chains and single groups, so that as few bytes as possible move ({@link Stretch}):
 * where values shrink, as behind a pooling, a new chain begins with a larger chunk, and large weights stay out. The least sum up to each
 * group follows from those before it.
 */
final class RunCutting {
    /** Longer chains win nothing more. */
    private static final int LONGEST = 48;

    /** A chain must move less than so much of what its groups move apart: less is not worth a loop. */
    private static final double WORTH_CHAINING = 0.9;

    private record Cut(double bytes, int begin, int chunk) {}

    private final List<FusionGroup> groups;
    private final GroupUses uses;
    private final Precision precision;
    private final ChainRule rule;

    RunCutting(List<FusionGroup> groups, GroupUses uses, Precision precision, ChainRule rule) {
        this.groups = groups;
        this.uses = uses;
        this.precision = precision;
        this.rule = rule;
    }

    /** The chains of the groups {@code from .. to - 1}. */
    List<Chain> cut(int from, int to) {
        List<Cut> best = new ArrayList<>();
        best.add(new Cut(0, from, 0));
        for (int g = from; g < to; g++) {
            best.add(new Cut(Double.POSITIVE_INFINITY, g, 0));
        }
        for (int begin = from; begin < to; begin++) {
            double before = best.get(begin - from).bytes;
            Stretch stretch = new Stretch(groups, uses, begin, precision, rule);
            while (stretch.last() + 1 < Math.min(to, begin + LONGEST)) {
                stretch.add();
                consider(best, from, stretch, begin, before);
            }
        }
        return chains(best, from, to);
    }

    private static void consider(List<Cut> best, int from, Stretch stretch, int begin, double before) {
        int end = stretch.last() + 1;
        if (end == begin + 1) {
            replace(best, end - from, new Cut(before + stretch.apart(), begin, 0));
        } else if (stretch.mayChain() && stretch.chained() < WORTH_CHAINING * stretch.apart()) {
            replace(best, end - from, new Cut(before + stretch.chained(), begin, stretch.chunk()));
        }
    }

    private static void replace(List<Cut> best, int place, Cut cut) {
        if (cut.bytes < best.get(place).bytes) {
            best.set(place, cut);
        }
    }

    private static List<Chain> chains(List<Cut> best, int from, int to) {
        List<Chain> chains = new ArrayList<>();
        for (int end = to; end > from; end = best.get(end - from).begin) {
            Cut cut = best.get(end - from);
            if (cut.chunk > 0) {
                chains.addFirst(new Chain(cut.begin, end - 1, cut.chunk));
            }
        }
        return chains;
    }
}
