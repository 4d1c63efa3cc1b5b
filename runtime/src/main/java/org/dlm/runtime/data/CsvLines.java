package org.dlm.runtime.data;

import java.util.Arrays;

/**
 * On which lines the rows of a csv file begin. Most rows follow the one before on the next line, so only the others are
 * remembered, and of these a bounded number.
 */
final class CsvLines implements RowPlaces {
    private static final int MOST_JUMPS = 1 << 12;

    private int[] rows = new int[1];
    private long[] lines = new long[1];
    private int jumps;
    private int known;

    /** Adds the next row. */
    void add(int row, long line) {
        if (known < row) {
            return;
        }
        if (row == 0 || line != line(row)) {
            if (jumps == MOST_JUMPS) {
                return;
            }
            jump(row, line);
        }
        known = row + 1;
    }

    private void jump(int row, long line) {
        if (jumps == rows.length) {
            rows = Arrays.copyOf(rows, 2 * jumps);
            lines = Arrays.copyOf(lines, 2 * jumps);
        }
        rows[jumps] = row;
        lines[jumps] = line;
        jumps++;
    }

    private long line(int row) {
        int found = Arrays.binarySearch(rows, 0, jumps, row);
        int jump = found >= 0 ? found : -found - 2;
        return lines[jump] + row - rows[jump];
    }

    @Override
    public String place(int example) {
        return example < known ? "in line " + line(example) : "in row " + (example + 1L);
    }
}
