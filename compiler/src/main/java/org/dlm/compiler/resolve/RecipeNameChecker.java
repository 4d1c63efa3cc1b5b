package org.dlm.compiler.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.compiler.ast.DataItem;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.ast.UpdateRule;

/** Looks up the names of a recipe: its own, the model's, and those of readers and schedules. */
final class RecipeNameChecker {
    private static final Set<String> SPLITS = Set.of("train", "val", "test");

    private final DeclarationScope scope;
    private final NameErrors errors;

    RecipeNameChecker(DeclarationScope scope, NameErrors errors) {
        this.scope = scope;
        this.errors = errors;
    }

    void check(Declaration.Train train) {
        Optional<Declaration.Callable> model = scope.model(train.model().text());
        if (model.isEmpty()) {
            errors.unknown(train.model().span(), train.model().text(), "model", scope::modelNames);
            return;
        }
        ModelNames offered = ModelNames.of(model.get());
        NameUse use = new NameUse();
        ExpressionNameChecker expressions = new ExpressionNameChecker(surroundings(offered), errors, use);
        LocalNames names = new LocalNames();
        offered.hypers().forEach(name -> names.bindValue(new Binding(name)));
        hypers(train.items(), expressions, names);
        expressions.arguments(train.arguments(), names);
        Items items = new Items(expressions, offered, names);
        train.items().forEach(items::check);
        use.report(errors.sink());
    }

    private Surroundings surroundings(ModelNames offered) {
        Map<String, Set<String>> members = new HashMap<>();
        Set<String> measured = new TreeSet<>(texts(offered.losses()));
        measured.addAll(texts(offered.metrics()));
        SPLITS.forEach(split -> members.put(split, measured));
        return new Surroundings(scope, BuiltIns.valuesInRecipes(), BuiltIns.recipeFunctions(), members);
    }

    /** A hyper may be used above its line. */
    private void hypers(List<RecipeItem> items, ExpressionNameChecker expressions, LocalNames names) {
        Map<String, Name> first = new HashMap<>();
        for (RecipeItem item : items) {
            if (item instanceof RecipeItem.HyperItem(var span, var hyper)) {
                new BodyNameChecker(expressions).hyper(hyper, names);
                Name earlier = first.putIfAbsent(hyper.name().text(), hyper.name());
                if (earlier != null) {
                    errors.duplicate(hyper.name().span(), hyper.name().text(), earlier.span());
                }
            }
        }
    }

    private static List<String> texts(List<Name> names) {
        return names.stream().map(Name::text).toList();
    }

    /** Checks the lines of one recipe. */
    private record Items(ExpressionNameChecker expressions, ModelNames offered, LocalNames names) {
        void check(RecipeItem item) {
            switch (item) {
                case RecipeItem.HyperItem hyper -> {}
                case RecipeItem.DataBlock block -> data(block);
                case RecipeItem.Setting setting -> expressions.check(setting.value(), names);
                case RecipeItem.Minimize minimize -> minimize(minimize);
                case RecipeItem.Repeat repeat -> {
                    expressions.check(repeat.times(), names);
                    repeat.phases().forEach(this::check);
                }
                case RecipeItem.EachStep step -> step.phases().forEach(this::check);
                case RecipeItem.Load load -> {}
                case RecipeItem.Freeze freeze -> expressions.check(freeze.until(), names);
                case RecipeItem.Copy copy -> {
                    expressions.check(copy.every(), names);
                    expressions.check(copy.rate(), names);
                }
                case RecipeItem.Project project -> expressions.check(project.stage(), names);
                case RecipeItem.SetHyper set -> set(set);
                case RecipeItem.StopWhen stop -> expressions.check(stop.condition(), names);
                case RecipeItem.Keep keep -> expressions.check(keep.value(), names);
            }
        }

        private void minimize(RecipeItem.Minimize minimize) {
            LocalNames withLosses = names.copy();
            offered.losses().forEach(name -> withLosses.bindValue(new Binding(name)));
            expressions.check(minimize.loss(), withLosses);
            for (UpdateRule rule : minimize.rules()) {
                expressions.check(rule.optimizer(), names);
            }
        }

        private void set(RecipeItem.SetHyper set) {
            if (!names.hasValue(set.name().text())) {
                expressions.errors().unknown(set.name().span(), set.name().text(), "hyper", names::valueNames);
            }
            expressions.check(set.value(), names);
        }

        /** A line whose name is no input or target of the model must serve another line. */
        private void data(RecipeItem.DataBlock block) {
            LocalNames local = names.copy();
            block.items().forEach(item -> data(item, local));
            readPorts(local);
        }

        private void data(DataItem item, LocalNames local) {
            switch (item) {
                case DataItem.Source source -> {
                    expressions.check(source.value(), local);
                    List<Binding> bindings =
                            source.names().stream().map(Binding::new).toList();
                    expressions.use().watchResults(bindings);
                    bindings.forEach(local::bindValue);
                }
                case DataItem.Split split -> split.parts().forEach(part -> expressions.check(part.value(), local));
                case DataItem.With with ->
                    with.settings().forEach(setting -> expressions.check(setting.value(), local));
                case DataItem.Augment augment -> {
                    LocalNames inside = local.copy();
                    offered.ports().forEach(name -> inside.bindValue(new Binding(name)));
                    new BodyNameChecker(expressions).check(augment.body(), inside);
                    readPorts(inside);
                }
            }
        }

        private void readPorts(LocalNames local) {
            offered.ports().forEach(name -> expressions.readIfLocal(name.text(), local));
        }
    }
}
