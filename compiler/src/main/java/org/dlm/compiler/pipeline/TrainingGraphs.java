package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.autodiff.Autodiff;
import org.dlm.compiler.autodiff.Gradients;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.elaborate.UpdateElaborator;
import org.dlm.compiler.elaborate.UpdateElaborator.Trained;
import org.dlm.compiler.elaborate.UpdateElaborator.Updates;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.Result;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.recipe.TrainingPlan;

/**
 * The graphs of a recipe: forward, backward and update of one step, and the gradients alone.
 *
 * @param batched the loss with the example axis, before differentiation
 * @param step the loss, the settings to log, and all updates
 * @param gradient the loss and the adjoint of each parameter under its path
 * @param updates what the optimizers keep
 */
record TrainingGraphs(Graph batched, Graph step, Graph gradient, Updates updates) {

    static TrainingGraphs of(TrainingPlan plan, Library library, DiagnosticSink sink) {
        ElaboratedModel model = plan.model();
        Graph batched = BatchPass.run(only(model.training(), plan.loss()));
        Op loss = batched.result(plan.loss()).orElseThrow();
        List<Op> parameters = batched.sources(OpKind.Role.PARAMETER);
        Gradients gradients = Autodiff.differentiate(batched, loss, parameters);
        List<Trained> trained = new ArrayList<>();
        for (Op parameter : parameters) {
            gradients
                    .adjoint(parameter)
                    .ifPresent(adjoint -> trained.add(new Trained(path(parameter), parameter, adjoint)));
        }
        warnOfUnreached(model, plan, trained, sink);
        Updates updates =
                UpdateElaborator.apply(gradients.builder(), library, sink, plan.rules(), model.hypers(), trained);
        return new TrainingGraphs(
                batched,
                step(batched, plan.loss(), gradients, updates),
                gradient(plan.loss(), loss, gradients, trained),
                updates);
    }

    /** The graph that a single loss needs, with the updates of buffers. */
    private static Graph only(Graph training, String loss) {
        List<Result> results =
                training.results().stream().filter(r -> r.name().equals(loss)).toList();
        return GraphBuilder.startingFrom(training).graph(results, training.updates());
    }

    private static Graph step(Graph batched, String loss, Gradients gradients, Updates updates) {
        List<Result> results = new ArrayList<>(batched.results());
        results.addAll(updates.settings());
        List<Graph.Update> all = new ArrayList<>(batched.updates());
        all.addAll(updates.updates());
        return gradients.builder().graph(results, all);
    }

    private static Graph gradient(String name, Op loss, Gradients gradients, List<Trained> trained) {
        List<Result> results = new ArrayList<>();
        results.add(new Result(ResultRole.LOSS, name, loss));
        trained.forEach(one -> results.add(new Result(ResultRole.VALUE, one.path(), one.gradient())));
        return gradients.builder().graph(results, List.of());
    }

    private static void warnOfUnreached(
            ElaboratedModel model, TrainingPlan plan, List<Trained> trained, DiagnosticSink sink) {
        Declaration.Train recipe = plan.rules().recipe();
        for (ElaboratedModel.Owned owned : model.owned()) {
            boolean reached = trained.stream().anyMatch(one -> one.path().equals(owned.path()));
            if (owned.trained() && !reached) {
                sink.report(Diagnostic.warning(
                        DiagnosticId.NO_GRADIENT,
                        recipe.name().span(),
                        "the loss " + plan.loss() + " does not depend on the parameter " + owned.path()
                                + ", which keeps its start value"));
            }
        }
    }

    private static String path(Op parameter) {
        return ((OpKind.Source) parameter.kind()).name();
    }
}
