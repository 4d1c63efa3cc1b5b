package org.dlm.runtime.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SplitPart;
import org.dlm.runtime.random.Permutation;
import org.dlm.runtime.random.Places;

/**
 * Divides the examples of the block {@code data}: {@code split train = 0.9, val = 0.1}.
 *
 * <p>The examples are first put into a random order that follows from the seed, since many files are sorted by class; then
 * the first part takes the first ones, and so on. {@code with shuffle = false} leaves the order of the file, for series in
 * time.
 */
final class SplitPlan {
    /** Shares are written in decimals, whose sum may miss 1 by their rounding. */
    private static final double ROUNDING = 1e-9;

    private SplitPlan() {}

    /** The examples of each part. Without parts everything is {@code train}. */
    static Map<String, int[]> divide(int examples, List<SplitPart> parts, boolean shuffle, long seed) {
        int[] order = Permutation.identity(examples);
        if (parts.isEmpty()) {
            return Map.of("train", order);
        }
        if (shuffle) {
            Permutation.shuffle(order, seed, 0, Places.SPLIT);
        }
        int[] ends = ends(examples, parts);
        Map<String, int[]> divided = new LinkedHashMap<>();
        int from = 0;
        for (int p = 0; p < ends.length; p++) {
            divided.put(parts.get(p).name(), Arrays.copyOfRange(order, from, ends[p]));
            from = ends[p];
        }
        return divided;
    }

    /** Counts are taken as they are; shares end at the rounded cumulated share of all examples. */
    private static int[] ends(int examples, List<SplitPart> parts) {
        int[] ends = new int[parts.size()];
        double end = 0;
        for (int p = 0; p < ends.length; p++) {
            SplitPart part = parts.get(p);
            double before = Math.rint(end);
            end += part.isShare() ? part.amount() * examples : part.amount();
            ends[p] = (int) Math.rint(Math.min(end, Integer.MAX_VALUE));
            if (Math.rint(end) <= before) {
                throw new DataException("split: " + part.name() + " = " + amount(part) + " gives no example at all, as"
                        + " there are " + examples);
            }
        }
        if (end > examples * (1 + ROUNDING)) {
            throw new DataException("split asks for " + (long) Math.rint(end) + " examples, but there are " + examples
                    + "; make the parts smaller");
        }
        return ends;
    }

    private static String amount(SplitPart part) {
        return part.isShare() ? Double.toString(part.amount()) : Long.toString((long) part.amount());
    }
}
