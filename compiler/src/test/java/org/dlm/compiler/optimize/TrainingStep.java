package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.autodiff.Autodiff;
import org.dlm.compiler.autodiff.Gradients;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.elaborate.ModelElaborator;
import org.dlm.compiler.elaborate.ResolvedLibrary;
import org.dlm.compiler.elaborate.RuleAssignment;
import org.dlm.compiler.elaborate.UpdateElaborator;
import org.dlm.compiler.elaborate.UpdateElaborator.Joining;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.recipe.RecipeElaborator;
import org.dlm.compiler.recipe.TrainingPlan;
import org.dlm.compiler.resolve.ResolvedProgram;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.StandardLibrary;

/**
 * The whole graph of one training step of a model and its recipe, from their text: forward, backward and updates, each parameter
 * for itself. The compiler makes two graphs of it and joins parameters, which must not change a result.
 */
public final class TrainingStep {
    private TrainingStep() {}

    public static Graph of(String text) {
        DiagnosticCollector problems = new DiagnosticCollector();
        FileUnit unit = Parser.parse(new SourceFile("model.dlm", text), problems);
        List<FileUnit> library = StandardLibrary.files().stream()
                .map(file -> Parser.parse(file, problems))
                .toList();
        ResolvedProgram program = Resolver.resolve(List.of(unit), library, problems);
        Library resolved = new ResolvedLibrary(program);
        Graph step = step(unit, resolved, problems);
        if (problems.hasErrors()) {
            throw new AssertionError(problems.diagnostics());
        }
        return step;
    }

    private static Graph step(FileUnit unit, Library library, DiagnosticCollector problems) {
        Declaration.Callable model = first(unit, Declaration.Callable.class, c -> c.kind() == Declaration.Kind.MODEL);
        Declaration.Train recipe = first(unit, Declaration.Train.class, train -> true);
        ElaboratedModel elaborated = new ModelElaborator(library, problems)
                .elaborate(model, recipe, recipe.arguments())
                .orElseThrow(() -> new AssertionError(problems.diagnostics()));
        TrainingPlan plan = RecipeElaborator.elaborate(recipe, elaborated, library, problems)
                .orElseThrow(() -> new AssertionError(problems.diagnostics()));
        Graph loss = GraphBuilder.startingFrom(elaborated.training())
                .graph(
                        elaborated.training().results().stream()
                                .filter(r -> r.name().equals(plan.loss()))
                                .toList(),
                        elaborated.training().updates());
        Graph batched = BatchPass.run(loss);
        Op total = batched.result(plan.loss()).orElseThrow();
        List<Op> parameters = batched.sources(OpKind.Role.PARAMETER);
        Gradients gradients = Autodiff.differentiate(batched, total, parameters);
        List<UpdateElaborator.Trained> trained = new ArrayList<>();
        for (Op parameter : parameters) {
            gradients
                    .adjoint(parameter)
                    .ifPresent(adjoint -> trained.add(new UpdateElaborator.Trained(
                            ((OpKind.Source) parameter.kind()).name(), parameter, adjoint)));
        }
        UpdateElaborator.Updates updates = UpdateElaborator.apply(
                gradients.builder(),
                library,
                problems,
                plan.rules(),
                elaborated.hypers(),
                new UpdateElaborator.Assignment(trained, assigned(plan, trained, problems), Joining.NONE));
        List<Graph.Update> all = new ArrayList<>(batched.updates());
        all.addAll(updates.updates());
        return gradients.builder().graph(batched.results(), all);
    }

    private static Map<String, UpdateRule> assigned(
            TrainingPlan plan, List<UpdateElaborator.Trained> trained, DiagnosticCollector problems) {
        List<String> paths =
                trained.stream().map(UpdateElaborator.Trained::path).toList();
        return RuleAssignment.of(plan.rules().rules(), paths, problems);
    }

    private static <D extends Declaration> D first(FileUnit unit, Class<D> kind, Predicate<D> wanted) {
        return unit.declarations().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }
}
