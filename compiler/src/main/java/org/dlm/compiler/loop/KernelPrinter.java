package org.dlm.compiler.loop;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The text of {@code --emit=loops} and {@code --emit=scheduled}: what a kernel reads and writes, and its loops.
 *
 * <pre>
 * relu(image read, dense1_W read, dense1_b read, relu write) over batch by 4
 *   for i = 0 .. 512 by 64
 *     …
 * </pre>
 */
public final class KernelPrinter {
    private static final Pattern OPERAND = Pattern.compile("\\$(\\d+)\\[");

    private final StringBuilder text = new StringBuilder();
    private final Kernel kernel;

    private KernelPrinter(Kernel kernel) {
        this.kernel = kernel;
    }

    public static String print(Kernel kernel) {
        KernelPrinter printer = new KernelPrinter(kernel);
        printer.head();
        printer.print(kernel.body(), 1);
        return printer.text.toString();
    }

    private void head() {
        String operands = kernel.operands().stream()
                .map(o -> o.name() + " "
                        + o.access().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
        text.append(kernel.name()).append('(').append(operands).append(')');
        kernel.parallel()
                .ifPresent(p ->
                        text.append(" over ").append(p.extent()).append(" by ").append(p.grain()));
        text.append('\n');
    }

    private void print(List<Statement> statements, int depth) {
        statements.forEach(statement -> print(statement, depth));
    }

    private void print(Statement statement, int depth) {
        switch (statement) {
            case Statement.Loop loop -> {
                String by = loop.step() == 1 ? "" : " by " + loop.step();
                line(depth, "for " + loop.variable().name() + " = " + loop.from() + " .. " + loop.to() + by);
                print(loop.body(), depth + 1);
            }
            case Statement.If choice -> {
                line(depth, "if " + choice.condition());
                print(choice.then(), depth + 1);
            }
            case Statement.Part part -> {
                line(depth, part.name() + ":");
                print(part.body(), depth + 1);
            }
            case Statement.DeclareByPart part -> {
                line(depth, part.name() + ":");
                print(part.body(), depth + 1);
                line(depth, part.variable().name() + " = " + part.result());
            }
            case Statement.Declare declare -> line(depth, declare.variable().name() + " = " + declare.value());
            case Statement.Assign assign -> line(depth, assign.variable().name() + " := " + assign.value());
            case Statement.Store store -> line(depth, place(store.operand(), store.at()) + " = " + store.value());
            case Statement.Add add -> line(depth, place(add.operand(), add.at()) + " += " + add.value());
            case Statement.DeclareVector declare ->
                line(depth, declare.variable().name() + " = lanes " + declare.value());
            case Statement.AssignVector assign -> line(depth, assign.variable().name() + " := lanes " + assign.value());
            case Statement.StoreVector store ->
                line(
                        depth,
                        place(store.operand(), store.at()) + " = lanes " + store.value()
                                + store.mask().map(mask -> " where " + mask).orElse(""));
            case Statement.Note note -> line(depth, "// " + note.text());
        }
    }

    private String place(int operand, Place at) {
        return kernel.operands().get(operand).name() + "[" + at + "]";
    }

    /** Expressions know their operands by number only. */
    private void line(int depth, String content) {
        String named = OPERAND.matcher(content)
                .replaceAll(match -> Matcher.quoteReplacement(
                        kernel.operands().get(Integer.parseInt(match.group(1))).name() + "["));
        text.append("  ".repeat(depth)).append(named).append('\n');
    }
}
