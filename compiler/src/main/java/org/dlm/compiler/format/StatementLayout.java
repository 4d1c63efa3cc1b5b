package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.group;
import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.Target;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.source.Span;

/** Lays out the statements of bodies. */
final class StatementLayout {
    private final FileLayout file;

    StatementLayout(FileLayout file) {
        this.file = file;
    }

    /** Line under line. */
    Layout block(List<Statement> body) {
        return file.blocks().braced(body, this::statement);
    }

    /** On one line if it is a single simple statement without comments in the construct around it. */
    Layout shortBlock(List<Statement> body, Span around) {
        return isSimple(body) && file.blocks().isFreeOfComments(around)
                ? file.blocks().inline(body.getFirst(), this::statement)
                : block(body);
    }

    Layout constant(Declaration.Const constant) {
        List<Layout> names =
                constant.names().stream().map(name -> text(name.text())).toList();
        return row(
                text("const "),
                Layout.filled(names),
                optionalType(constant.type()),
                text(" = "),
                expression(constant.value()));
    }

    Layout hyper(Statement.Hyper hyper) {
        return row(
                text("hyper " + hyper.name().text()),
                optionalType(hyper.type()),
                text(" = "),
                expression(hyper.start()),
                hyper.space()
                        .map(space -> row(text(" in "), file.types().space(space)))
                        .orElse(Layout.nothing()));
    }

    private Layout statement(Statement statement) {
        return switch (statement) {
            case Statement.Bind bind -> {
                Layout targets =
                        Layout.filled(bind.targets().stream().map(this::target).toList());
                yield row(targets, text(bind.keeps() ? " := " : " = "), expression(bind.value()));
            }
            case Statement.ConstStatement constant -> constant(constant.declaration());
            case Statement.Param param ->
                row(
                        typed("param ", param.name(), param.type()),
                        prefixed(param.drawn() ? " ~ " : " = ", param.start()),
                        prefixed(" when ", param.when()));
            case Statement.Buffer kept ->
                row(typed("buffer ", kept.name(), kept.type()), text(" = "), expression(kept.start()));
            case Statement.State kept ->
                row(typed("state ", kept.name(), kept.type()), text(" = "), expression(kept.start()));
            case Statement.Share share -> row(text("share " + share.name().text() + " = "), expression(share.stage()));
            case Statement.ForRange loop ->
                group(
                        text("for " + loop.name().text() + " in "),
                        file.types().sum(loop.from()),
                        text(" .. "),
                        file.types().sum(loop.to()),
                        text(" "),
                        shortBlock(loop.body(), loop.span()));
            case Statement.ForEach loop ->
                group(
                        text("for " + loop.name().text() + " in "),
                        expression(loop.list()),
                        text(" "),
                        shortBlock(loop.body(), loop.span()));
            case Statement.If conditional -> group(conditional(conditional, isShort(conditional)));
            case Statement.Check check ->
                group(
                        text("check "),
                        expression(check.condition()),
                        text(","),
                        Layout.nest(4, Layout.space(), file.expressions().string(check.message())));
            case Statement.Return result ->
                row(text("return "), file.expressions().commas(result.values()));
            case Statement.Yield result ->
                row(text("yield "), file.expressions().commas(result.values()));
            case Statement.Port port -> typed(port.target() ? "target " : "input ", port.name(), port.type());
            case Statement.Exposed exposed ->
                row(
                        text(exposed.role().name().toLowerCase(Locale.ROOT) + " "),
                        target(exposed.target()),
                        prefixed(" = ", exposed.value()));
            case Statement.Hyper hyper -> hyper(hyper);
            case Statement.Stream stream -> text("stream " + stream.name().text());
        };
    }

    private Layout conditional(Statement.If conditional, boolean isShort) {
        return row(
                text("if "),
                expression(conditional.condition()),
                text(" "),
                branch(conditional.then(), isShort),
                otherwise(conditional.otherwise(), isShort));
    }

    private Layout otherwise(List<Statement> body, boolean isShort) {
        if (body.isEmpty()) {
            return Layout.nothing();
        }
        return body.size() == 1 && body.getFirst() instanceof Statement.If next
                ? row(text(" else "), conditional(next, isShort))
                : row(text(" else "), branch(body, isShort));
    }

    private Layout branch(List<Statement> body, boolean isShort) {
        return isShort ? file.blocks().inline(body.getFirst(), this::statement) : block(body);
    }

    /** Either all branches stand on one line or none. */
    private boolean isShort(Statement.If conditional) {
        return isSimple(conditional.then())
                && (conditional.otherwise().isEmpty() || isSimple(conditional.otherwise()))
                && file.blocks().isFreeOfComments(conditional.span());
    }

    private static boolean isSimple(List<Statement> body) {
        return body.size() == 1
                && switch (body.getFirst()) {
                    case Statement.If conditional -> false;
                    case Statement.ForRange loop -> false;
                    case Statement.ForEach loop -> false;
                    default -> true;
                };
    }

    private Layout target(Target target) {
        return target.binders().isEmpty()
                ? text(target.name().text())
                : row(text(target.name().text() + "["), file.expressions().binders(target.binders()), text("]"));
    }

    private Layout typed(String word, Name name, TypeRef type) {
        return row(text(word + name.text() + ": "), file.types().type(type));
    }

    private Layout optionalType(Optional<TypeRef> type) {
        return type.map(present -> row(text(": "), file.types().type(present))).orElse(Layout.nothing());
    }

    private Layout prefixed(String sign, Optional<Expr> expression) {
        return expression.map(present -> row(text(sign), expression(present))).orElse(Layout.nothing());
    }

    private Layout expression(Expr expression) {
        return file.expressions().expression(expression);
    }
}
