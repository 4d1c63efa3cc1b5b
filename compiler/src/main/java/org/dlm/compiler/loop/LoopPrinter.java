package org.dlm.compiler.loop;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dlm.compiler.graph.Op;

/**
 * Prints a kernel for people: loops as indented lines, elements in index notation with the address inside.
 *
 * <pre>{@code
 * kernel z(x: float[batch, 784] read, w: float[784, 10] read, z: float[batch, 10] write) parts of 8 of batch
 *   for b = from .. to
 *     for o = 0 .. 10
 *       total = 0.0
 *       for i = 0 .. 784
 *         total = (total + (x[b * 784 + i] * w[i * 10 + o]))
 *       z[b * 10 + o] = total
 * }</pre>
 */
public final class LoopPrinter {
    private static final Pattern OPERAND = Pattern.compile("\\$(\\d+)\\[");

    private final Kernel kernel;
    private final StringBuilder text = new StringBuilder();

    private LoopPrinter(Kernel kernel) {
        this.kernel = kernel;
    }

    public static String print(Kernel kernel) {
        LoopPrinter printer = new LoopPrinter(kernel);
        printer.header();
        printer.statements(kernel.body(), 1);
        return printer.text.toString();
    }

    private void header() {
        List<String> arguments = new java.util.ArrayList<>();
        for (Operand operand : kernel.operands()) {
            String access =
                    operand.access().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            arguments.add(operand.name() + ": " + operand.op().type() + " " + access);
        }
        for (Op number : kernel.numbers()) {
            arguments.add(number.origin().name() + ": number");
        }
        String parts = kernel.parallel()
                .map(p -> " parts of " + p.grain() + " of " + p.extent())
                .orElse("");
        line(0, "kernel " + kernel.name() + "(" + String.join(", ", arguments) + ")" + parts);
    }

    private void statements(List<Statement> statements, int depth) {
        statements.forEach(statement -> statement(statement, depth));
    }

    private void statement(Statement statement, int depth) {
        switch (statement) {
            case Statement.Loop loop -> {
                String step = loop.step() == 1 ? "" : " by " + loop.step();
                line(depth, "for " + loop.variable() + " = " + loop.from() + " .. " + loop.to() + step);
                statements(loop.body(), depth + 1);
            }
            case Statement.If choice -> {
                line(depth, "if " + choice.condition());
                statements(choice.then(), depth + 1);
            }
            case Statement.Part part -> {
                line(depth, part.name() + ":");
                statements(part.body(), depth + 1);
            }
            case Statement.Declare declare -> line(depth, declare.variable() + " = " + declare.value());
            case Statement.Assign assign -> line(depth, assign.variable() + " = " + assign.value());
            case Statement.Store store -> line(depth, element(store.operand(), store.at()) + " = " + store.value());
            case Statement.Add add -> line(depth, element(add.operand(), add.at()) + " += " + add.value());
            case Statement.DeclareVector declare -> line(depth, declare.variable() + " = " + declare.value());
            case Statement.AssignVector assign -> line(depth, assign.variable() + " = " + assign.value());
            case Statement.StoreVector store ->
                line(
                        depth,
                        "$" + store.operand() + "[" + store.at() + " ..] = " + store.value()
                                + store.mask().map(mask -> " if " + mask).orElse(""));
            case Statement.Note note -> line(depth, "-- " + note.text());
        }
    }

    private static String element(int operand, Place at) {
        return "$" + operand + "[" + at + "]";
    }

    private void line(int depth, String line) {
        String named = OPERAND.matcher(line)
                .replaceAll(match -> Matcher.quoteReplacement(
                        kernel.operands().get(Integer.parseInt(match.group(1))).name() + "["));
        text.append("  ".repeat(depth)).append(named).append('\n');
    }
}
