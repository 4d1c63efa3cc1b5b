package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.ast.Subscript;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** Builds what follows a value: {@code .name}, {@code [subscripts]}, {@code (arguments)}, {@code as label}. */
final class PostfixBuilder {
    private final AstBuilders builders;

    PostfixBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    Expr postfix(DlmParser.PostfixContext tree) {
        Expr object = builders.expressions().expression(tree.primary());
        int suffixes = tree.getChildCount() - (tree.label() == null ? 0 : 1);
        if (builders.expressions().isTooLong(suffixes)) {
            builders.expressions().tooLong(tree);
            return object;
        }
        for (int i = 1; i < suffixes; i++) {
            object = suffix(tree.getStart(), object, tree.getChild(i));
        }
        return tree.label() == null ? object : labelled(object, tree);
    }

    Stage stage(DlmParser.StageContext tree) {
        Expr target = new Expr.NameRef(builders.span(tree.id()), tree.id().getText());
        for (ParseTree child : tree.children) {
            if (child instanceof DlmParser.MemberContext || child instanceof DlmParser.AccessContext) {
                target = suffix(tree.getStart(), target, child);
            }
        }
        return new Stage(
                builders.span(tree),
                target,
                tree.arguments() == null ? List.of() : arguments(tree.arguments()),
                Optional.ofNullable(tree.label()).map(label -> builders.name(label.id())));
    }

    private Expr suffix(Token start, Expr object, ParseTree suffix) {
        Span span = builders.places().between(start, ((ParserRuleContext) suffix).getStop());
        return switch (suffix) {
            case DlmParser.MemberContext it -> new Expr.Member(span, object, builders.name(it.id()));
            case DlmParser.AccessContext it ->
                new Expr.Index(
                        span,
                        object,
                        it.subscripts().subscript().stream()
                                .map(this::subscript)
                                .toList(),
                        Optional.ofNullable(it.subscripts().expr()).map(builders.expressions()::expression));
            case DlmParser.ArgumentsContext it -> new Expr.Call(span, object, arguments(it), Optional.empty());
            default -> throw UnknownTree.of(suffix);
        };
    }

    /** A label names the instance that a call makes, so it has a meaning after calls only. */
    private Expr labelled(Expr object, DlmParser.PostfixContext tree) {
        Name label = builders.name(tree.label().id());
        if (object instanceof Expr.Call call) {
            return new Expr.Call(builders.span(tree), call.callee(), call.arguments(), Optional.of(label));
        }
        builders.error(
                DiagnosticId.SYNTAX_ERROR,
                builders.span(tree.label()),
                "'as " + label.text() + "' names the instance of a layer, so it must follow a call or a stage");
        return object;
    }

    List<Argument> arguments(DlmParser.ArgumentsContext tree) {
        return tree.argument().stream().map(this::argument).toList();
    }

    private Argument argument(DlmParser.ArgumentContext tree) {
        return new Argument(
                builders.span(tree),
                Optional.ofNullable(tree.id()).map(builders::name),
                builders.expressions().expression(tree.expr()));
    }

    private Subscript subscript(DlmParser.SubscriptContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.RestSubscriptContext it -> new Subscript.Rest(span);
            case DlmParser.OpenSubscriptContext it -> new Subscript.Part(span, Optional.empty(), bound(it.last));
            case DlmParser.PlaceSubscriptContext it -> place(span, it);
            default -> throw UnknownTree.of(tree);
        };
    }

    /** {@code i}, {@code s..}, {@code 2:}, {@code 2:5}. */
    private Subscript place(Span span, DlmParser.PlaceSubscriptContext tree) {
        Expr first = builders.expressions().expression(tree.first);
        if (tree.COLON() != null) {
            return new Subscript.Part(span, Optional.of(first), bound(tree.last));
        }
        return tree.DOTS() == null ? new Subscript.At(span, first) : new Subscript.Spread(span, first);
    }

    private Optional<Expr> bound(DlmParser.ExprContext tree) {
        return Optional.ofNullable(tree).map(builders.expressions()::expression);
    }
}
