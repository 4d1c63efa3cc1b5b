package org.dlm.compiler.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what the author probably meant: {@code maxpool} is near {@code maxPool}. */
public final class Suggestions {
    /** Nobody mistypes longer names, and their distance takes the product of their lengths. */
    private static final int LONGEST = 200;

    /** Of more candidates only these are tried: a text may have tens of thousands of names, and an error for each. */
    private static final int MOST = 500;

    private Suggestions() {}

    /**
     * The candidate that differs least from {@code name}; none if the least difference is more than a third of its
     * letters, so a name of one or two letters is near to itself in other case only. None for very long names. Of equally near ones the first in alphabetical order.
     */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int limit = name.length() / 3;
        return candidates.stream()
                .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
                .filter(candidate -> !candidate.equals(name))
                .limit(MOST)
                .distinct()
                .filter(candidate -> distance(name, candidate) <= limit)
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** <code>did you mean `maxPool`?</code> for the nearest candidate, if one is near. */
    public static Optional<String> didYouMean(String name, Collection<String> candidates) {
        return nearest(name, candidates).map(near -> "did you mean `" + near + "`?");
    }

    /** Letters of another case only count as no difference, so that they win over any other candidate. */
    private static int distance(String left, String right) {
        return editDistance(left.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }

    /**
     * The least number of insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
     * {@code d[i, j]} is the distance of the first i letters of the one to the first j of the other; three rows suffice.
     */
    private static int editDistance(String left, String right) {
        int[] beforePrevious = new int[right.length() + 1];
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            current[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] free = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = free;
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
                if (swapped(left, i, right, j)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
        }
        return current[right.length()];
    }

    private static boolean swapped(String left, int i, String right, int j) {
        return i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2) && left.charAt(i - 2) == right.charAt(j - 1);
    }
}
