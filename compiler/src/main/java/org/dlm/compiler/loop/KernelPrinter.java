package org.dlm.compiler.loop;

import java.util.List;
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
    private final StringBuilder text = new StringBuilder();
    private final Kernel kernel;
    private final ExpressionPrinter expressions;

    private KernelPrinter(Kernel kernel) {
        this.kernel = kernel;
        this.expressions =
                new ExpressionPrinter(operand -> kernel.operands().get(operand).name());
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
                String range = expressions.print(loop.from()) + " .. " + expressions.print(loop.to());
                String by = loop.step() == 1 ? "" : " by " + loop.step();
                line(depth, "for " + loop.variable().name() + " = " + range + by);
            }
            case Statement.If choice -> line(depth, "if " + expressions.print(choice.condition()));
            case Statement.Part part -> line(depth, part.name() + ":");
            case Statement.DeclareByPart part -> line(depth, part.name() + ":");
            case Statement.Declare declare -> line(depth, declare.variable().name() + " = " + value(declare.value()));
            case Statement.Assign assign -> line(depth, assign.variable().name() + " := " + value(assign.value()));
            case Statement.Store store ->
                line(
                        depth,
                        expressions.element(store.operand(), store.at()) + " = " + value(store.value())
                                + store.mask()
                                        .map(mask -> " where " + expressions.print(mask))
                                        .orElse(""));
            case Statement.Add add ->
                line(depth, expressions.element(add.operand(), add.at()) + " += " + value(add.value()));
        }
        print(statement.inner(), depth + 1);
        if (statement instanceof Statement.DeclareByPart part) {
            line(depth, part.variable().name() + " = " + value(part.result()));
        }
    }

    private String value(Expression value) {
        return (value.isVector() ? "lanes " : "") + expressions.print(value);
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }
}
