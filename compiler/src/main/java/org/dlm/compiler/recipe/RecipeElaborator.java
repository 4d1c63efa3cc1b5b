package org.dlm.compiler.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.ast.DataItem;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.elaborate.DataElaborator;
import org.dlm.compiler.elaborate.DataPlan;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.KnownExpressions;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.elaborate.UpdateElaborator;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.source.Span;

/** Checks a recipe against its model and gathers what it says. */
public final class RecipeElaborator {
    private static final List<String> SPLITS = List.of("train", "val", "test");

    private final Declaration.Train recipe;
    private final ElaboratedModel model;
    private final Library library;
    private final DiagnosticCollector problems = new DiagnosticCollector();
    private final KnownExpressions known;
    private final RecipeSettings settings;
    private final List<ElaboratedModel.Hyper> hypers = new ArrayList<>();
    private final List<Statement.Hyper> written = new ArrayList<>();
    private final List<DataPlan> data = new ArrayList<>();
    private final List<TrainingPlan.Split> splits = new ArrayList<>();
    private Optional<RecipeItem.Minimize> minimize = Optional.empty();
    private Optional<TrainingPlan.Keep> keep = Optional.empty();
    private boolean shuffle = true;

    private RecipeElaborator(Declaration.Train recipe, ElaboratedModel model, Library library) {
        this.recipe = recipe;
        this.model = model;
        this.library = library;
        this.known = new KnownExpressions(recipe, library, problems);
        this.settings = new RecipeSettings(known, this::report);
    }

    /** The plan; empty where errors were reported. */
    public static Optional<TrainingPlan> elaborate(
            Declaration.Train recipe, ElaboratedModel model, Library library, DiagnosticSink sink) {
        RecipeElaborator elaborator = new RecipeElaborator(recipe, model, library);
        Optional<TrainingPlan> plan = elaborator.elaborate();
        elaborator.problems.diagnostics().forEach(sink::report);
        return elaborator.problems.hasErrors() ? Optional.empty() : plan;
    }

    /** Whether an item holds phases of its own; it has been reported as not built yet. */
    private static boolean minimizesLater(RecipeItem item) {
        return item instanceof RecipeItem.EachStep || item instanceof RecipeItem.Repeat;
    }

    private Optional<TrainingPlan> elaborate() {
        recipe.items().forEach(this::read);
        if (minimize.isEmpty() && recipe.items().stream().anyMatch(RecipeElaborator::minimizesLater)) {
            return Optional.empty();
        }
        if (minimize.isEmpty()) {
            report(
                    DiagnosticId.BAD_RECIPE,
                    recipe.name().span(),
                    "the recipe minimizes nothing; write minimize total using adam(1e-3)");
            return Optional.empty();
        }
        if (data.stream().noneMatch(d -> d.name().equals("data"))) {
            report(
                    DiagnosticId.BAD_RECIPE,
                    recipe.name().span(),
                    "the recipe has no data; write data { … } with a source for every input and target");
        }
        Optional<String> loss = loss(minimize.get());
        UpdateElaborator.Rules rules =
                new UpdateElaborator.Rules(recipe, written, minimize.get().rules(), settings.clip());
        return loss.map(name -> new TrainingPlan(
                recipe.label().orElse(recipe.model()).text(),
                model,
                name,
                settings.epochs(),
                settings.batch(),
                settings.seed(),
                hypers,
                rules,
                data,
                splits,
                shuffle,
                keep));
    }

    private void read(RecipeItem item) {
        switch (item) {
            case RecipeItem.HyperItem hyper -> hyper(hyper.hyper());
            case RecipeItem.DataBlock block -> block(block);
            case RecipeItem.Setting setting -> settings.read(setting);
            case RecipeItem.Minimize phase -> {
                if (minimize.isPresent()) {
                    notBuiltYet(phase.span(), "a recipe of several phases");
                }
                minimize = Optional.of(phase);
            }
            case RecipeItem.Keep rule -> keep(rule);
            case RecipeItem.Repeat phase -> notBuiltYet(phase.span(), "repeat");
            case RecipeItem.EachStep phases -> notBuiltYet(phases.span(), "each step");
            case RecipeItem.Load load -> notBuiltYet(load.span(), "load");
            case RecipeItem.Freeze freeze -> notBuiltYet(freeze.span(), "freeze");
            case RecipeItem.Copy copy -> notBuiltYet(copy.span(), "copy");
            case RecipeItem.Project project -> notBuiltYet(project.span(), "project");
            case RecipeItem.SetHyper set -> notBuiltYet(set.span(), "set");
            case RecipeItem.StopWhen stop -> notBuiltYet(stop.span(), "stop when");
        }
    }

    private void hyper(Statement.Hyper hyper) {
        String name = hyper.name().text();
        Set<String> taken = new HashSet<>();
        model.hypers().forEach(h -> taken.add(h.name()));
        hypers.forEach(h -> taken.add(h.name()));
        if (taken.contains(name)) {
            report(DiagnosticId.DUPLICATE_NAME, hyper.name().span(), "there is already a hyper " + name);
            return;
        }
        written.add(hyper);
        known.number(hyper.start())
                .ifPresent(start -> hypers.add(new ElaboratedModel.Hyper(
                        name, start, hyper.space(), hyper.name().span())));
    }

    private void block(RecipeItem.DataBlock block) {
        String name = block.name().text();
        if (!List.of("data", "val", "test").contains(name)) {
            Diagnostic unknown = Diagnostic.error(
                    DiagnosticId.UNKNOWN_SETTING,
                    block.name().span(),
                    "there is no block " + name + "; there are data, val and test");
            problems.report(Suggestions.nearest(name, List.of("data", "val", "test"))
                    .map(near -> unknown.withSuggestion("did you mean `" + near + "`?"))
                    .orElse(unknown));
            return;
        }
        if (data.stream().anyMatch(d -> d.name().equals(name))) {
            report(DiagnosticId.DUPLICATE_NAME, block.name().span(), "there are two blocks " + name);
            return;
        }
        for (DataItem item : block.items()) {
            switch (item) {
                case DataItem.Source source -> {}
                case DataItem.Split split -> split(split, name);
                case DataItem.With with -> with.settings().forEach(this::with);
                case DataItem.Augment augment -> notBuiltYet(augment.span(), "augment");
            }
        }
        data.add(DataElaborator.elaborate(block, recipe, model.ports(), library, problems));
    }

    private void split(DataItem.Split split, String block) {
        if (!block.equals("data")) {
            report(DiagnosticId.BAD_RECIPE, split.span(), "only the block data is split");
        }
        for (DataItem.Setting part : split.parts()) {
            String name = part.name().text();
            if (!SPLITS.contains(name)) {
                report(
                        DiagnosticId.UNKNOWN_SETTING,
                        part.name().span(),
                        "there is no split " + name + "; there are train, val and test");
                continue;
            }
            known.number(part.value()).ifPresent(amount -> part(part, name, amount));
        }
    }

    private void part(DataItem.Setting part, String name, double amount) {
        boolean share = !(part.value() instanceof Expr.IntLiteral) && amount > 0 && amount <= 1;
        if (amount <= 0 || !share && amount != Math.rint(amount)) {
            report(
                    DiagnosticId.BAD_RECIPE,
                    part.value().span(),
                    "a split is a count of examples or a share between 0 and 1, found " + amount);
            return;
        }
        splits.add(new TrainingPlan.Split(name, amount, share));
    }

    private void with(DataItem.Setting setting) {
        switch (setting.name().text()) {
            case "shuffle" -> known.truth(setting.value()).ifPresent(value -> shuffle = value);
            case "weight", "balance", "bucket" ->
                notBuiltYet(setting.name().span(), "with " + setting.name().text());
            default ->
                report(
                        DiagnosticId.UNKNOWN_SETTING,
                        setting.name().span(),
                        "there is no data setting " + setting.name().text()
                                + "; there are shuffle, weight, balance and bucket");
        }
    }

    private Optional<String> loss(RecipeItem.Minimize phase) {
        List<String> losses = model.exposed().stream()
                .filter(e -> e.role() == Graph.ResultRole.LOSS)
                .map(ElaboratedModel.Exposed::name)
                .toList();
        if (!(phase.loss() instanceof Expr.NameRef name)) {
            notBuiltYet(phase.loss().span(), "minimizing an expression; declare it as a loss of the model");
            return Optional.empty();
        }
        if (!losses.contains(name.name())) {
            Diagnostic unknown = Diagnostic.error(
                    DiagnosticId.UNKNOWN_NAME,
                    name.span(),
                    "the model " + model.name() + " has no loss " + name.name()
                            + (losses.isEmpty() ? "" : "; it has " + String.join(", ", losses)));
            problems.report(Suggestions.nearest(name.name(), losses)
                    .map(near -> unknown.withSuggestion("did you mean `" + near + "`?"))
                    .orElse(unknown));
            return Optional.empty();
        }
        return Optional.of(name.name());
    }

    private void keep(RecipeItem.Keep rule) {
        String direction = rule.direction().text();
        boolean form = (direction.equals("max") || direction.equals("min"))
                && rule.value() instanceof Expr.Member member
                && member.object() instanceof Expr.NameRef;
        if (!form) {
            report(
                    DiagnosticId.BAD_RECIPE,
                    rule.span(),
                    "keep takes max or min and a measure of a split: keep max val.accuracy");
            return;
        }
        Expr.Member member = (Expr.Member) rule.value();
        String split = ((Expr.NameRef) member.object()).name();
        String measure = member.name().text();
        boolean known = SPLITS.contains(split)
                && model.exposed().stream()
                        .anyMatch(e ->
                                e.role() != Graph.ResultRole.OUTPUT && e.name().equals(measure));
        if (!known) {
            report(
                    DiagnosticId.UNKNOWN_NAME,
                    member.span(),
                    "there is no measure " + split + "." + measure + " of this model");
            return;
        }
        keep = Optional.of(new TrainingPlan.Keep(split, measure, direction.equals("max")));
    }

    private void notBuiltYet(Span span, String what) {
        report(DiagnosticId.NOT_BUILT_YET, span, what + " is part of the language but not built yet in this version");
    }

    private void report(DiagnosticId id, Span span, String message) {
        problems.report(Diagnostic.error(id, span, message));
    }
}
