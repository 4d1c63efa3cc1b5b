package org.dlm.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.dlm.compiler.cost.Flops;
import org.dlm.compiler.emit.ProgramStep;

/**
 * The measured times of a program's steps, the longest first, for people and for programs.
 *
 * @param peak operations per second that the threads can do at most
 */
record KernelTable(List<KernelTime> times, int batch, double peak) {
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
                "kernel", ">median ms", ">best ms", ">share", ">Mflop", ">GFLOP/s", ">% of peak", "form", "computes"));
        times.forEach(time -> table.row(row(time)));
        table.rule();
        double flops = times.stream().mapToDouble(this::flops).sum();
        double best = times.stream().mapToDouble(KernelTime::bestNanos).sum();
        table.row(List.of(
                "total",
                millis(totalNanos()),
                millis(best),
                percent(1),
                fixed(flops / 1e6, 2),
                fixed(flops / totalNanos(), 1),
                percent(flops / totalNanos() * 1e9 / peak),
                "",
                ""));
        return table.lines();
    }

    private List<String> row(KernelTime time) {
        double flops = flops(time);
        double perSecond = flops / time.medianNanos() * 1e9;
        List<String> cells = new ArrayList<>();
        cells.add(shortened(time.step().method(), LONGEST_NAME));
        cells.add(millis(time.medianNanos()));
        cells.add(millis(time.bestNanos()));
        cells.add(percent(time.medianNanos() / totalNanos()));
        cells.add(flops == 0 ? "" : fixed(flops / 1e6, 2));
        cells.add(flops == 0 ? "" : fixed(perSecond / 1e9, 1));
        cells.add(flops == 0 ? "" : percent(perSecond / peak));
        cells.add(form(time));
        cells.add(shortened(time.step().text().summary(), LONGEST_TEXT));
        return cells;
    }

    private static final int LONGEST_NAME = 28;
    private static final int LONGEST_TEXT = 44;

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 2) + "..";
    }

    double flops(KernelTime time) {
        return switch (time.step().step()) {
            case ProgramStep.KernelCall call -> Flops.of(call.group(), batch);
            case ProgramStep.Draw draw -> 0;
            case ProgramStep.Number number -> 0;
        };
    }

    static String form(KernelTime time) {
        return switch (time.step().step()) {
            case ProgramStep.KernelCall call ->
                call.kernel().vectors().isEmpty()
                        ? "plain"
                        : String.valueOf(
                                call.kernel().vectors().getFirst().target().vectorBits());
            case ProgramStep.Draw draw -> "draws";
            case ProgramStep.Number number -> "number";
        };
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
                .with("form", form(time))
                .with("medianMillis", time.medianNanos() / 1e6)
                .with("bestMillis", time.bestNanos() / 1e6)
                .with("share", time.medianNanos() / totalNanos())
                .with("flops", flops(time))
                .with("flopsPerSecond", flops(time) / time.medianNanos() * 1e9)
                .with("shareOfPeak", flops(time) / time.medianNanos() * 1e9 / peak);
    }
}
