package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.resolve.ResolvedProgram;

/**
 * A model of the source root with its recipes.
 *
 * @param arguments the model's settings, as its recipes give them; they stand in {@code from}
 */
record ModelSource(
        Declaration.Callable model,
        Declaration from,
        List<Argument> arguments,
        List<Declaration.Train> recipes,
        String packageName,
        String path) {

    /** All models in the order of the files; recipes of unknown models have been reported by name resolution. */
    static List<ModelSource> of(ResolvedProgram program, List<FileUnit> units, DiagnosticSink sink) {
        Map<Declaration.Callable, FileUnit> models = new LinkedHashMap<>();
        Map<Declaration.Callable, List<Declaration.Train>> recipes = new LinkedHashMap<>();
        for (FileUnit unit : units) {
            for (Declaration declaration : unit.declarations()) {
                if (declaration instanceof Declaration.Callable callable && callable.kind() == Declaration.Kind.MODEL) {
                    models.put(callable, unit);
                }
                if (declaration instanceof Declaration.Train train) {
                    Optional<Declaration.Callable> model =
                            program.scopeOf(train).model(train.model().text());
                    model.ifPresent(m -> recipes.computeIfAbsent(m, none -> new ArrayList<>())
                            .add(train));
                }
            }
        }
        List<ModelSource> sources = new ArrayList<>();
        models.forEach((model, unit) -> sources.add(of(model, recipes.getOrDefault(model, List.of()), unit, sink)));
        return sources;
    }

    private static ModelSource of(
            Declaration.Callable model, List<Declaration.Train> recipes, FileUnit unit, DiagnosticSink sink) {
        for (Declaration.Train recipe : recipes) {
            if (!text(recipe).equals(text(recipes.getFirst()))) {
                sink.report(
                        Diagnostic.error(
                                DiagnosticId.NOT_BUILT_YET,
                                recipe.model().span(),
                                "recipes of one model with different settings are part of the language but not built yet in this version"));
            }
        }
        Declaration from = recipes.isEmpty() ? model : recipes.getFirst();
        List<Argument> arguments =
                recipes.isEmpty() ? List.of() : recipes.getFirst().arguments();
        String packageName = unit.packageName().map(p -> p.text()).orElse("");
        return new ModelSource(
                model, from, arguments, recipes, packageName, unit.span().file().path());
    }

    private static List<String> text(Declaration.Train recipe) {
        return recipe.arguments().stream().map(a -> a.span().text()).toList();
    }
}
