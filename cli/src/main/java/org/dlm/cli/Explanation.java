package org.dlm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.cost.Limit;
import org.dlm.compiler.cost.Shape;
import org.dlm.compiler.pipeline.ExplainedKernel;

/**
 * What there is to say of the kernels of a program, for people and for programs.
 *
 * @param kernels the longest first
 */
record Explanation(String title, List<ExplainedKernel> kernels) {
    private static final int WIDTH = 136;
    private static final String INDENT = "  ";
    private static final int WORD = 9;
    private static final double ALL_LANES = 0.995;

    private double totalNanos() {
        return kernels.stream().mapToDouble(kernel -> kernel.cost().nanos()).sum();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title);
        for (ExplainedKernel kernel : kernels) {
            lines.add("");
            add(lines, kernel);
        }
        lines.add("");
        double flops = kernels.stream().mapToDouble(ExplainedKernel::flops).sum();
        lines.add("total: " + millis(totalNanos()) + " ms, " + mega(flops) + ", "
                + fixed(flops / Math.max(1, totalNanos()), 1) + " GFLOP/s");
        lines.addAll(warnings());
        return lines;
    }

    private void add(List<String> lines, ExplainedKernel kernel) {
        lines.add(kernel.step().method() + ": " + millis(kernel.cost().nanos()) + " ms, "
                + fixed(100 * kernel.cost().nanos() / totalNanos(), 1) + " %, limited by "
                + kernel.cost().limit().words());
        add(lines, "formula", kernel.step().text().formulas());
        add(lines, "source", kernel.step().text().places());
        add(lines, "layouts", kernel.step().text().shapes());
        add(lines, "loops", List.of(loops(kernel.cost().shape())));
        add(lines, "tile", List.of(tile(kernel)));
        add(lines, "chain", chain(kernel));
        add(lines, "fused", List.of(Words.count(kernel.call().group().ops().size(), "op")));
        add(lines, "work", List.of(work(kernel)));
    }

    private static void add(List<String> lines, String word, List<String> texts) {
        String head = word;
        for (String text : texts) {
            for (String part : wrapped(text)) {
                lines.add(INDENT + head + " ".repeat(WORD - head.length()) + part);
                head = "";
            }
        }
    }

    private static List<String> wrapped(String text) {
        List<String> parts = new ArrayList<>();
        String rest = text;
        int room = WIDTH - INDENT.length() - WORD;
        while (rest.length() > room) {
            int end = rest.lastIndexOf(' ', room);
            end = end <= 0 ? room : end;
            parts.add(rest.substring(0, end));
            rest = INDENT + rest.substring(end).strip();
        }
        parts.add(rest);
        return parts;
    }

    private static String loops(Shape shape) {
        return shape.loops().isEmpty()
                ? "none"
                : shape.loops().stream().map(Shape.Step::toString).collect(Collectors.joining(", "));
    }

    /** {@code 16 examples at a time}. */
    private static List<String> chain(ExplainedKernel kernel) {
        return kernel.step().chain().stream()
                .map(chain -> Words.count(chain.chunk(), "example") + " at a time")
                .toList();
    }

    /** {@code 8 sums of 16 lanes in registers}. */
    private static String tile(ExplainedKernel kernel) {
        int sums = kernel.cost().shape().sums();
        String each =
                kernel.target().isPlain() ? "one element" : kernel.target().lanes() + " lanes";
        String tile = sums == 0 ? each + " at a time" : Words.count(sums, "sum") + " of " + each + " in registers";
        double used = kernel.cost().usedLanes();
        return used > ALL_LANES ? tile : tile + ", " + fixed(100 * used, 0) + " % of the lanes used";
    }

    private static String work(ExplainedKernel kernel) {
        String levels = kernel.cost().moved().entrySet().stream()
                .filter(level -> level.getValue() > 0)
                .map(level -> ", " + Words.bytes(Math.round(level.getValue())) + " through "
                        + level.getKey().words().replace("data from ", ""))
                .collect(Collectors.joining());
        return mega(kernel.flops()) + ", "
                + Words.bytes(Math.round(kernel.cost().touched())) + " of data" + levels;
    }

    private List<String> warnings() {
        List<String> lines = new ArrayList<>();
        for (ExplainedKernel kernel : kernels) {
            kernel.warning(totalNanos())
                    .ifPresent(warning -> lines.add("slow: " + kernel.step().method() + " ("
                            + fixed(100 * kernel.cost().nanos() / totalNanos(), 1) + " %): " + warning));
        }
        return lines.isEmpty() ? List.of("all kernels that matter use vectors and their lanes") : lines;
    }

    List<Answer> answers() {
        return kernels.stream().map(this::answer).toList();
    }

    private Answer answer(ExplainedKernel kernel) {
        return new Answer()
                .with("name", kernel.step().method())
                .with("formulas", kernel.step().text().formulas())
                .with("source", kernel.step().text().places())
                .with("layouts", kernel.step().text().shapes())
                .with(
                        "loops",
                        kernel.cost().shape().loops().stream()
                                .map(Shape.Step::toString)
                                .toList())
                .with("sums", kernel.cost().shape().sums())
                .with("form", kernel.form())
                .with("lanesUsed", kernel.cost().usedLanes())
                .with("examplesAtATime", kernel.step().chain().map(Chain::chunk).orElse(0))
                .with("ops", kernel.call().group().ops().size())
                .with("flops", kernel.flops())
                .with("bytes", kernel.cost().touched())
                .with("moved", levels(kernel.cost().moved()))
                .with("cycles", levels(kernel.cost().shares()))
                .with("expectedMillis", kernel.cost().nanos() / 1e6)
                .with("limit", kernel.cost().limit().words())
                .with("warning", kernel.warning(totalNanos()).orElse(""));
    }

    private static List<?> levels(Map<Limit, Double> values) {
        return values.entrySet().stream()
                .map(each -> new Answer().with("of", each.getKey().words()).with("value", each.getValue()))
                .map(Answer::members)
                .toList();
    }

    private static String mega(double flops) {
        return fixed(flops / 1e6, 2) + " Mflop";
    }

    private static String millis(double nanos) {
        return fixed(nanos / 1e6, 4);
    }

    private static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
