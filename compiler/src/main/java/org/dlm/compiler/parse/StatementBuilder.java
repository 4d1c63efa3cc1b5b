package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Binder;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.Target;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** Builds what stands in bodies. */
final class StatementBuilder {
    private final AstBuilders builders;

    StatementBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    List<Statement> block(DlmParser.BlockContext tree) {
        return tree.statement().stream().map(this::statement).toList();
    }

    private Statement statement(DlmParser.StatementContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.BindContext it ->
                new Statement.Bind(
                        span,
                        it.place().stream().map(this::target).toList(),
                        it.KEEPS() != null,
                        expression(it.expr()));
            case DlmParser.ConstantStatementContext it ->
                new Statement.ConstStatement(span, builders.declarations().constant(it.constant()));
            case DlmParser.ParamContext it -> param(span, it);
            case DlmParser.KeptContext it -> kept(span, it);
            case DlmParser.ShareContext it -> new Statement.Share(span, builders.name(it.id()), expression(it.expr()));
            case DlmParser.ForContext it -> loop(span, it);
            case DlmParser.IfContext it -> conditional(it.conditional());
            case DlmParser.CheckContext it ->
                new Statement.Check(
                        span, expression(it.expr()), builders.literals().string(it.STRING()));
            case DlmParser.ReturnContext it -> new Statement.Return(span, expressions(it.expr()));
            case DlmParser.YieldContext it -> new Statement.Yield(span, expressions(it.expr()));
            case DlmParser.PortContext it ->
                new Statement.Port(
                        span,
                        it.TARGET() != null,
                        builders.name(it.id()),
                        builders.types().type(it.type()),
                        builders.docAbove(it));
            case DlmParser.ExposedContext it ->
                new Statement.Exposed(span, role(it), target(it.place()), optional(it.expr()), builders.docAbove(it));
            case DlmParser.HyperStatementContext it -> hyper(it.hyper());
            case DlmParser.StreamContext it -> new Statement.Stream(span, builders.name(it.id()));
            default -> throw UnknownTree.of(tree);
        };
    }

    Statement.Hyper hyper(DlmParser.HyperContext tree) {
        return new Statement.Hyper(
                builders.span(tree),
                builders.name(tree.id()),
                Optional.ofNullable(tree.type()).map(builders.types()::type),
                expression(tree.expr()),
                Optional.ofNullable(tree.space()).map(builders.types()::space));
    }

    Binder binder(DlmParser.BinderContext tree) {
        return new Binder(
                builders.span(tree),
                builders.name(tree.id()),
                tree.DOTS() != null,
                Optional.ofNullable(tree.sum()).map(builders.expressions()::expression));
    }

    private Target target(DlmParser.PlaceContext tree) {
        return new Target(
                builders.span(tree),
                builders.name(tree.id()),
                tree.binder().stream().map(this::binder).toList());
    }

    private Statement param(Span span, DlmParser.ParamContext tree) {
        boolean hasStart = tree.TILDE() != null || tree.ASSIGN() != null;
        return new Statement.Param(
                span,
                builders.name(tree.id()),
                builders.types().type(tree.type()),
                tree.TILDE() != null,
                hasStart ? Optional.of(expression(tree.expr(0))) : Optional.empty(),
                tree.WHEN() != null ? Optional.of(expression(tree.expr().getLast())) : Optional.empty());
    }

    private Statement kept(Span span, DlmParser.KeptContext tree) {
        return tree.BUFFER() != null
                ? new Statement.Buffer(
                        span, builders.name(tree.id()), builders.types().type(tree.type()), expression(tree.expr()))
                : new Statement.State(
                        span, builders.name(tree.id()), builders.types().type(tree.type()), expression(tree.expr()));
    }

    private Statement loop(Span span, DlmParser.ForContext tree) {
        return tree.range() == null
                ? new Statement.ForEach(span, builders.name(tree.id()), expression(tree.expr()), block(tree.block()))
                : new Statement.ForRange(
                        span,
                        builders.name(tree.id()),
                        builders.expressions().expression(tree.range().sum(0)),
                        builders.expressions().expression(tree.range().sum(1)),
                        block(tree.block()));
    }

    private Statement conditional(DlmParser.ConditionalContext tree) {
        return new Statement.If(builders.span(tree), expression(tree.expr()), block(tree.block(0)), otherwise(tree));
    }

    /** {@code else if} is an {@code if} alone in the other branch. */
    private List<Statement> otherwise(DlmParser.ConditionalContext tree) {
        if (tree.conditional() != null) {
            return List.of(conditional(tree.conditional()));
        }
        return tree.ELSE() == null ? List.of() : block(tree.block(1));
    }

    private static Statement.Role role(DlmParser.ExposedContext tree) {
        if (tree.OUTPUT() != null) {
            return Statement.Role.OUTPUT;
        }
        return tree.LOSS() != null ? Statement.Role.LOSS : Statement.Role.METRIC;
    }

    private Expr expression(DlmParser.ExprContext tree) {
        return builders.expressions().expression(tree);
    }

    private List<Expr> expressions(List<DlmParser.ExprContext> trees) {
        return trees.stream().map(this::expression).toList();
    }

    private Optional<Expr> optional(DlmParser.ExprContext tree) {
        return Optional.ofNullable(tree).map(this::expression);
    }
}
