package org.dlm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns as wide as their widest cell; those whose title begins with {@code >} end at the right. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(List<String> titles) {
        this.titles = List.copyOf(titles);
        rows.add(titles.stream().map(title -> title.replaceFirst("^>", "")).toList());
        rule();
    }

    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** A line across all columns. */
    void rule() {
        rows.add(List.of());
    }

    List<String> lines() {
        int[] widths = IntStream.range(0, titles.size()).map(this::width).toArray();
        int total = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1);
        return rows.stream()
                .map(row -> row.isEmpty() ? "-".repeat(total) : line(row, widths))
                .toList();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> !row.isEmpty())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            boolean right = titles.get(c).startsWith(">");
            line.append(c == 0 ? "" : GAP).append(right ? padding + cells.get(c) : cells.get(c) + padding);
        }
        return line.toString().stripTrailing();
    }
}
