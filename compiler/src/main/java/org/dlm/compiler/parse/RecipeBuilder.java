package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.DataItem;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** Builds recipes. */
final class RecipeBuilder {
    private final AstBuilders builders;

    RecipeBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    Declaration train(DlmParser.TrainDeclContext tree) {
        List<Argument> arguments =
                tree.arguments() == null ? List.of() : builders.postfixes().arguments(tree.arguments());
        return new Declaration.Train(
                builders.span(tree),
                builders.name(tree.id(0)),
                arguments,
                tree.AS() == null ? Optional.empty() : Optional.of(builders.name(tree.id(1))),
                tree.trainItem().stream().map(this::item).toList(),
                builders.docAbove(tree));
    }

    private RecipeItem item(DlmParser.TrainItemContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.HyperItemContext it ->
                new RecipeItem.HyperItem(span, builders.statements().hyper(it.hyper()));
            case DlmParser.DataBlockContext it ->
                new RecipeItem.DataBlock(
                        span,
                        builders.name(it.id()),
                        it.dataItem().stream().map(this::dataItem).toList());
            case DlmParser.SettingContext it ->
                new RecipeItem.Setting(span, builders.name(it.id()), expression(it.expr()));
            case DlmParser.PhaseItemContext it -> phase(it.phase());
            case DlmParser.EachStepContext it -> new RecipeItem.EachStep(span, phases(it.phase()));
            case DlmParser.LoadContext it -> load(span, it);
            case DlmParser.FreezeContext it ->
                new RecipeItem.Freeze(
                        span, paths(it.paths()), Optional.ofNullable(it.expr()).map(this::expression));
            case DlmParser.CopyContext it -> copy(span, it);
            case DlmParser.ProjectContext it -> new RecipeItem.Project(span, expression(it.expr()), paths(it.paths()));
            case DlmParser.SetHyperContext it ->
                new RecipeItem.SetHyper(span, builders.name(it.id()), expression(it.expr()));
            case DlmParser.StopWhenContext it -> new RecipeItem.StopWhen(span, expression(it.expr()));
            case DlmParser.KeepContext it -> new RecipeItem.Keep(span, builders.name(it.id()), expression(it.expr()));
            default -> throw UnknownTree.of(tree);
        };
    }

    /** {@code INTO} and {@code FROM} each take the next of the texts. */
    private RecipeItem load(Span span, DlmParser.LoadContext tree) {
        List<Expr.StringLiteral> texts = strings(tree.STRING());
        return new RecipeItem.Load(
                span,
                texts.getFirst(),
                tree.INTO() == null ? Optional.empty() : Optional.of(texts.get(1)),
                tree.FROM() == null ? Optional.empty() : Optional.of(texts.getLast()));
    }

    /** {@code EVERY} and {@code RATE} each take the next of the expressions. */
    private RecipeItem copy(Span span, DlmParser.CopyContext tree) {
        List<Expr.StringLiteral> texts = strings(tree.STRING());
        List<Expr> numbers = tree.expr().stream().map(this::expression).toList();
        return new RecipeItem.Copy(
                span,
                texts.get(0),
                texts.get(1),
                tree.EVERY() == null ? Optional.empty() : Optional.of(numbers.getFirst()),
                tree.RATE() == null ? Optional.empty() : Optional.of(numbers.getLast()));
    }

    private List<RecipeItem.Phase> phases(List<DlmParser.PhaseContext> trees) {
        return trees.stream().map(this::phase).toList();
    }

    private RecipeItem.Phase phase(DlmParser.PhaseContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.MinimizeContext it ->
                new RecipeItem.Minimize(
                        span,
                        expression(it.expr()),
                        it.updateRule().stream().map(this::updateRule).toList());
            case DlmParser.RepeatContext it -> new RecipeItem.Repeat(span, expression(it.expr()), phases(it.phase()));
            default -> throw UnknownTree.of(tree);
        };
    }

    private UpdateRule updateRule(DlmParser.UpdateRuleContext tree) {
        return new UpdateRule(
                builders.span(tree), expression(tree.expr()), tree.paths() == null ? List.of() : paths(tree.paths()));
    }

    private DataItem dataItem(DlmParser.DataItemContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.SourceContext it -> {
                List<Name> names = it.id().stream().map(builders::name).toList();
                yield new DataItem.Source(span, names, expression(it.expr()));
            }
            case DlmParser.SplitContext it -> new DataItem.Split(span, pairs(it.pair()));
            case DlmParser.AugmentContext it ->
                new DataItem.Augment(span, builders.statements().block(it.block()));
            case DlmParser.WithContext it -> new DataItem.With(span, pairs(it.pair()));
            default -> throw UnknownTree.of(tree);
        };
    }

    private List<DataItem.Setting> pairs(List<DlmParser.PairContext> trees) {
        return trees.stream()
                .map(pair -> new DataItem.Setting(builders.name(pair.id()), expression(pair.expr())))
                .toList();
    }

    private List<Expr.StringLiteral> paths(DlmParser.PathsContext tree) {
        return strings(tree.STRING());
    }

    private List<Expr.StringLiteral> strings(List<TerminalNode> tokens) {
        return tokens.stream().map(builders.literals()::string).toList();
    }

    private Expr expression(DlmParser.ExprContext tree) {
        return builders.expressions().expression(tree);
    }
}
