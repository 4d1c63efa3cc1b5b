package org.dlm.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The measured times of a program's steps beside those that were to be expected, the longest first, for people and for programs.
 *
 * @param peak operations per second that the threads can do at most
 */
record KernelTable(List<KernelTime> times, double peak) {
    private static final int LONGEST_NAME = 28;
    private static final int LONGEST_SITE = 20;

    KernelTable {
        times = times.stream()
                .sorted(Comparator.comparingDouble(KernelTime::medianNanos).reversed())
                .toList();
    }

    double totalNanos() {
        return times.stream().mapToDouble(KernelTime::medianNanos).sum();
    }

    List<String> lines() {
        TextTable table = new TextTable(List.of(
                "kernel",
                ">median ms",
                ">best ms",
                ">expected",
                ">share",
                ">Mflop",
                ">GFLOP/s",
                ">% of peak",
                "form",
                "limit",
                "at"));
        times.forEach(time -> table.row(row(time)));
        table.rule();
        double flops = times.stream().mapToDouble(KernelTime::flops).sum();
        table.row(List.of(
                "total",
                millis(totalNanos()),
                millis(times.stream().mapToDouble(KernelTime::bestNanos).sum()),
                millis(times.stream().mapToDouble(KernelTime::expectedNanos).sum()),
                percent(1),
                fixed(flops / 1e6, 2),
                fixed(flops / totalNanos(), 1),
                percent(flops / totalNanos() * 1e9 / peak),
                "",
                "",
                ""));
        return table.lines();
    }

    private List<String> row(KernelTime time) {
        boolean computes = time.flops() > 0;
        List<String> cells = new ArrayList<>();
        cells.add(shortened(time.step().method(), LONGEST_NAME));
        cells.add(millis(time.medianNanos()));
        cells.add(millis(time.bestNanos()));
        cells.add(time.kernel().isPresent() ? millis(time.expectedNanos()) : "");
        cells.add(percent(time.medianNanos() / totalNanos()));
        cells.add(computes ? fixed(time.flops() / 1e6, 2) : "");
        cells.add(computes ? fixed(time.flopsPerSecond() / 1e9, 1) : "");
        cells.add(computes ? percent(time.flopsPerSecond() / peak) : "");
        cells.add(time.form());
        cells.add(time.limit());
        cells.add(shortened(time.step().text().site(), LONGEST_SITE));
        return cells;
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 2) + "..";
    }

    private static String millis(double nanos) {
        return fixed(nanos / 1e6, 4);
    }

    private static String percent(double share) {
        return fixed(share * 100, 1);
    }

    private static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    List<Answer> answers() {
        return times.stream().map(this::answer).toList();
    }

    private Answer answer(KernelTime time) {
        return new Answer()
                .with("name", time.step().method())
                .with("computes", time.step().text().summary())
                .with("form", time.form())
                .with("medianMillis", time.medianNanos() / 1e6)
                .with("bestMillis", time.bestNanos() / 1e6)
                .with("expectedMillis", time.expectedNanos() / 1e6)
                .with("limit", time.limit())
                .with("share", time.medianNanos() / totalNanos())
                .with("flops", time.flops())
                .with("flopsPerSecond", time.flopsPerSecond())
                .with("shareOfPeak", time.flopsPerSecond() / peak);
    }
}
