package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.group;
import static org.dlm.compiler.format.Layout.nest;
import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.space;
import static org.dlm.compiler.format.Layout.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Binder;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ListItem;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.ast.Subscript;

/** Lays out expressions. Numbers stay as they were written ({@code 1e-3}); parentheses are written where needed only. */
final class ExpressionLayout {
    private static final int CONTINUED = 2;
    private static final int BRACKETED = 4;

    private final FileLayout file;

    ExpressionLayout(FileLayout file) {
        this.file = file;
    }

    Layout expression(Expr expression) {
        return expression(expression, Precedence.PIPE);
    }

    Layout expression(Expr expression, Precedence atLeast) {
        Layout bare = bare(expression);
        return Precedence.of(expression).compareTo(atLeast) < 0 ? row(text("("), nest(1, bare), text(")")) : bare;
    }

    Layout list(List<ListItem> items) {
        return bracketed("[", items.stream().map(this::item).toList(), "]");
    }

    Layout arguments(List<Argument> arguments) {
        return bracketed("(", arguments.stream().map(this::argument).toList(), ")");
    }

    Layout binders(List<Binder> binders) {
        List<Layout> parts = binders.stream().map(this::binder).toList();
        return Layout.filled(parts);
    }

    Layout commas(List<Expr> expressions) {
        return expressions.size() == 1
                ? expression(expressions.getFirst())
                : nest(
                        BRACKETED,
                        Layout.filled(expressions.stream().map(this::expression).toList()));
    }

    Layout string(Expr.StringLiteral literal) {
        String escaped = literal.value()
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        return text("\"" + escaped + "\"");
    }

    private Layout bare(Expr expression) {
        return switch (expression) {
            case Expr.IntLiteral literal -> text(literal.span().text());
            case Expr.FloatLiteral literal -> text(literal.span().text());
            case Expr.StringLiteral literal -> string(literal);
            case Expr.BoolLiteral literal -> text(Boolean.toString(literal.value()));
            case Expr.NameRef reference -> text(reference.name());
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Call call ->
                row(expression(call.callee(), Precedence.POSTFIX), arguments(call.arguments()), label(call.label()));
            case Expr.Pipe pipe -> pipe(pipe);
            case Expr.Member member ->
                row(
                        expression(member.object(), Precedence.POSTFIX),
                        text("." + member.name().text()));
            case Expr.Index index -> index(index);
            case Expr.Reduction reduction ->
                group(
                        text(reduction.kind().text() + "("),
                        nest(
                                BRACKETED,
                                binders(reduction.binders()),
                                text(" :"),
                                space(),
                                expression(reduction.body())),
                        text(")"));
            case Expr.Tuple tuple ->
                bracketed("(", tuple.elements().stream().map(this::expression).toList(), ")");
            case Expr.ListExpr list -> list(list.items());
            case Expr.Scan scan -> scan(scan);
        };
    }

    private static Layout bracketed(String open, List<Layout> items, String close) {
        return row(text(open), nest(BRACKETED, Layout.filled(items)), text(close));
    }

    private Layout unary(Expr.Unary unary) {
        return switch (unary.operator()) {
            case NEGATE -> row(text("-"), expression(unary.operand(), Precedence.UNARY));
            case NOT -> row(text("not "), expression(unary.operand(), Precedence.NOT));
        };
    }

    /** A chain of one level is one group: it breaks before its signs, as many to a line as fit. */
    private Layout binary(Expr.Binary binary) {
        Precedence level = Precedence.of(binary.operator());
        return switch (level) {
            case POWER ->
                row(
                        expression(binary.left(), Precedence.LABELLED),
                        text(" ^ "),
                        expression(binary.right(), Precedence.UNARY));
            case COMPARISON -> row(expression(binary.left(), level.tighter()), signed(binary, level.tighter()));
            default -> chain(binary, level);
        };
    }

    private Layout chain(Expr.Binary last, Precedence level) {
        List<Layout> parts = new ArrayList<>();
        Expr left = last;
        while (left instanceof Expr.Binary binary && Precedence.of(binary.operator()) == level) {
            parts.addFirst(signed(binary, level.tighter()));
            left = binary.left();
        }
        parts.addFirst(expression(left, level.tighter()));
        return new Layout.Row(List.copyOf(parts));
    }

    private Layout signed(Expr.Binary binary, Precedence atLeast) {
        return nest(
                CONTINUED, group(space(), text(binary.operator().sign() + " "), expression(binary.right(), atLeast)));
    }

    /** Line ends that the author put between stages stay, because they group them: conv, relu and pool in one line. */
    private Layout pipe(Expr.Pipe pipe) {
        List<Layout> stages = new ArrayList<>();
        int end = pipe.input().span().end();
        for (Stage stage : pipe.stages()) {
            boolean onNewLine = stage.span().line() > stage.span().file().line(end);
            Layout arrow = row(text("-> "), stage(stage));
            stages.add(onNewLine ? row(Layout.hardLine(), arrow) : group(space(), arrow));
            end = stage.span().end();
        }
        return row(
                expression(pipe.input(), Precedence.OR),
                new Layout.Nest(CONTINUED, new Layout.Row(List.copyOf(stages))));
    }

    private Layout stage(Stage stage) {
        return row(
                expression(stage.target(), Precedence.POSTFIX),
                stage.arguments().isEmpty() ? Layout.nothing() : arguments(stage.arguments()),
                label(stage.label()));
    }

    private static Layout label(Optional<Name> label) {
        return label.map(name -> text(" as " + name.text())).orElse(Layout.nothing());
    }

    private Layout index(Expr.Index index) {
        List<Layout> places = index.subscripts().stream().map(this::subscript).toList();
        Layout guard = index.otherwise()
                .map(value -> row(text(" | "), expression(value)))
                .orElse(Layout.nothing());
        return row(
                expression(index.object(), Precedence.POSTFIX),
                text("["),
                nest(BRACKETED, Layout.filled(places), guard),
                text("]"));
    }

    private Layout subscript(Subscript subscript) {
        return switch (subscript) {
            case Subscript.At at -> expression(at.index());
            case Subscript.Spread spread -> spread(spread.indices());
            case Subscript.Part part -> row(bound(part.from()), text(":"), bound(part.to()));
            case Subscript.Rest rest -> text("..");
        };
    }

    private Layout bound(Optional<Expr> bound) {
        return bound.map(this::expression).orElse(Layout.nothing());
    }

    private Layout item(ListItem item) {
        return item.spread() ? spread(item.value()) : expression(item.value());
    }

    /** {@code (i + 1)..}: the parentheses are there for people, who would misread {@code i + 1..}. */
    Layout spread(Expr list) {
        return row(expression(list, Precedence.POSTFIX), text(".."));
    }

    private Layout argument(Argument argument) {
        Layout value = expression(argument.value());
        return argument.name()
                .map(name -> row(text(name.text() + " = "), value))
                .orElse(value);
    }

    private Layout binder(Binder binder) {
        Layout name = text(binder.name().text() + (binder.group() ? ".." : ""));
        return binder.limit()
                .map(limit -> row(name, text(" < "), expression(limit, Precedence.SUM)))
                .orElse(name);
    }

    private Layout scan(Expr.Scan scan) {
        List<Layout> carries = scan.carries().stream()
                .map(carry -> row(
                        text(carry.name().text()),
                        carry.type()
                                .map(type -> row(text(": "), file.types().type(type)))
                                .orElse(Layout.nothing()),
                        text(" = "),
                        expression(carry.start())))
                .toList();
        return row(
                text("scan " + scan.index().text() + " in "),
                expression(scan.over()),
                text(scan.reverse() ? " reverse" : ""),
                carries.isEmpty() ? Layout.nothing() : row(text(" from "), bracketed("(", carries, ")")),
                text(" "),
                file.statements().block(scan.body()));
    }
}
