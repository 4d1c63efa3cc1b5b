package org.dlm.runtime.data;

import java.util.List;

/**
 * Checks the columns of a data block side by side, so that values in a file pass once, however many columns they belong to.
 */
final class BlockFit {
    private static final int VALUES_AT_ONCE = 1 << 12;

    private final double[] values = new double[VALUES_AT_ONCE];

    void check(List<ColumnFit> fits) {
        fits.forEach(ColumnFit::checkKind);
        List<ColumnFit> wanted = fits.stream().filter(ColumnFit::needsValues).toList();
        int examples =
                wanted.stream().mapToInt(fit -> fit.column().examples()).max().orElse(0);
        int step = examplesAtOnce(wanted);
        for (long from = 0; from < examples; from += step) {
            for (ColumnFit fit : wanted) {
                long end = Math.min(from + step, fit.column().examples());
                check(fit, from, end);
            }
        }
    }

    /** As many as a cursor sees in a piece of a file. */
    private static int examplesAtOnce(List<ColumnFit> fits) {
        int largest = fits.stream()
                .mapToInt(fit -> fit.column().values().recordBytes())
                .max()
                .orElse(1);
        return Math.max(1, Records.PIECE / largest);
    }

    private void check(ColumnFit fit, long firstExample, long endExample) {
        int size = fit.column().shape().size();
        long end = endExample * size;
        for (long at = firstExample * size; at < end; at += VALUES_AT_ONCE) {
            int count = (int) Math.min(VALUES_AT_ONCE, end - at);
            fit.column().values().copy(at, count, values, 0);
            fit.checkValues(values, count, at);
        }
    }
}
