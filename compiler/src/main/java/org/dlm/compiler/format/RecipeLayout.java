package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.group;
import static org.dlm.compiler.format.Layout.nest;
import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.space;
import static org.dlm.compiler.format.Layout.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dlm.compiler.ast.DataItem;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Node;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.source.Span;

/** Lays out recipes. */
final class RecipeLayout {
    private final FileLayout file;

    RecipeLayout(FileLayout file) {
        this.file = file;
    }

    Layout train(Declaration.Train train) {
        return row(
                text("train " + train.model().text()),
                train.arguments().isEmpty()
                        ? Layout.nothing()
                        : file.expressions().arguments(train.arguments()),
                text(train.label().map(label -> " as " + label.text()).orElse("")),
                text(" "),
                file.blocks().braced(train.items(), this::item));
    }

    private Layout item(RecipeItem item) {
        return switch (item) {
            case RecipeItem.HyperItem hyper -> file.statements().hyper(hyper.hyper());
            case RecipeItem.DataBlock block ->
                group(text(block.name().text() + " "), shortBlock(block.items(), block.span(), this::dataItem));
            case RecipeItem.Setting setting -> assigned(setting.name(), setting.value());
            case RecipeItem.Minimize minimize -> minimize(minimize);
            case RecipeItem.Repeat repeat ->
                group(
                        text("repeat "),
                        expression(repeat.times()),
                        text(" "),
                        shortBlock(repeat.phases(), repeat.span(), this::item));
            case RecipeItem.EachStep step ->
                row(text("each step "), file.blocks().braced(step.phases(), this::item));
            case RecipeItem.Load load ->
                row(text("load "), string(load.file()), quoted(" into ", load.into()), quoted(" from ", load.from()));
            case RecipeItem.Freeze freeze ->
                row(text("freeze "), paths(freeze.paths()), prefixed(" until ", freeze.until()));
            case RecipeItem.Copy copy ->
                row(
                        text("copy "),
                        string(copy.from()),
                        text(" into "),
                        string(copy.into()),
                        prefixed(" every ", copy.every()),
                        prefixed(" rate ", copy.rate()));
            case RecipeItem.Project project ->
                row(text("project "), expression(project.stage()), text(" over "), paths(project.over()));
            case RecipeItem.SetHyper set -> row(text("set "), assigned(set.name(), set.value()));
            case RecipeItem.StopWhen stop -> row(text("stop when "), expression(stop.condition()));
            case RecipeItem.Keep keep -> row(text("keep " + keep.direction().text() + " "), expression(keep.value()));
        };
    }

    /** Several rules stand one under the other. */
    private Layout minimize(RecipeItem.Minimize minimize) {
        List<Layout> rules = new ArrayList<>();
        for (UpdateRule rule : minimize.rules()) {
            Layout over = rule.over().isEmpty() ? Layout.nothing() : row(text(" over "), paths(rule.over()));
            rules.add(row(
                    minimize.rules().size() > 1 ? Layout.hardLine() : space(),
                    text("using "),
                    expression(rule.optimizer()),
                    over));
        }
        return group(
                text("minimize "), expression(minimize.loss()), new Layout.Nest(2, new Layout.Row(List.copyOf(rules))));
    }

    private Layout dataItem(DataItem item) {
        return switch (item) {
            case DataItem.Source source -> {
                List<Layout> names =
                        source.names().stream().map(name -> text(name.text())).toList();
                yield row(Layout.filled(names), text(" = "), expression(source.value()));
            }
            case DataItem.Split split -> row(text("split "), settings(split.parts()));
            case DataItem.With with -> row(text("with "), settings(with.settings()));
            case DataItem.Augment augment ->
                group(text("augment "), file.statements().shortBlock(augment.body(), augment.span()));
        };
    }

    /** One simple line may stand behind the brace. */
    private <N extends Node> Layout shortBlock(List<N> nodes, Span around, Function<N, Layout> layout) {
        boolean isShort = nodes.size() == 1
                && !(nodes.getFirst() instanceof DataItem.Augment)
                && !(nodes.getFirst() instanceof RecipeItem.Repeat)
                && file.blocks().isFreeOfComments(around);
        return isShort
                ? file.blocks().inline(nodes.getFirst(), layout)
                : file.blocks().braced(nodes, layout);
    }

    private Layout settings(List<DataItem.Setting> settings) {
        List<Layout> items = settings.stream()
                .map(setting -> assigned(setting.name(), setting.value()))
                .toList();
        return nest(4, Layout.filled(items));
    }

    private Layout assigned(Name name, Expr value) {
        return row(text(name.text() + " = "), expression(value));
    }

    private Layout paths(List<Expr.StringLiteral> paths) {
        return nest(4, Layout.filled(paths.stream().map(this::string).toList()));
    }

    private Layout quoted(String word, Optional<Expr.StringLiteral> path) {
        return path.map(present -> row(text(word), string(present))).orElse(Layout.nothing());
    }

    private Layout prefixed(String word, Optional<Expr> expression) {
        return expression.map(present -> row(text(word), expression(present))).orElse(Layout.nothing());
    }

    private Layout string(Expr.StringLiteral literal) {
        return file.expressions().string(literal);
    }

    private Layout expression(Expr expression) {
        return file.expressions().expression(expression);
    }
}
