package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.autodiff.Autodiff;
import org.dlm.compiler.autodiff.Gradients;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.RuleAssignment;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.Result;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.recipe.TrainingPlan;

/**
 * The loss of a recipe and its derivative, before any rule is applied.
 *
 * @param batched the loss with the example axis, before differentiation
 * @param trained the parameters that the loss reaches, as sources of {@code batched}
 * @param rules which of them is updated by which rule
 */
record LossDerivative(
        TrainingPlan plan, Graph batched, Gradients gradients, List<Op> trained, Map<String, UpdateRule> rules) {

    static LossDerivative of(TrainingPlan plan, DiagnosticSink sink) {
        Graph batched = BatchPass.run(only(plan.model().training(), plan.loss()));
        Op loss = batched.result(plan.loss()).orElseThrow();
        List<Op> parameters = batched.sources(OpKind.Role.PARAMETER);
        Gradients gradients = Autodiff.differentiate(batched, loss, parameters);
        List<Op> trained = parameters.stream()
                .filter(parameter -> gradients.adjoint(parameter).isPresent())
                .toList();
        List<String> paths = trained.stream().map(LossDerivative::path).toList();
        warnOfUnreached(plan, paths, sink);
        return new LossDerivative(
                plan,
                batched,
                gradients,
                trained,
                RuleAssignment.of(plan.rules().rules(), paths, sink));
    }

    /** The graph that a single loss needs, with the updates of buffers. */
    private static Graph only(Graph training, String loss) {
        List<Result> results =
                training.results().stream().filter(r -> r.name().equals(loss)).toList();
        return GraphBuilder.startingFrom(training).graph(results, training.updates());
    }

    /** What a training does before its rules: the loss, the adjoints of these parameters, the next values of buffers. */
    Graph withBuffers(Set<String> paths) {
        return gradients.builder().graph(results(paths::contains), batched.updates());
    }

    /** The loss and the adjoints of all parameters, for checks. */
    Graph alone() {
        return gradients.builder().graph(results(path -> true), List.of());
    }

    private List<Result> results(Predicate<String> wanted) {
        List<Result> results = new ArrayList<>(batched.results());
        for (Op parameter : trained) {
            if (wanted.test(path(parameter))) {
                results.add(new Result(
                        ResultRole.VALUE,
                        path(parameter),
                        gradients.adjoint(parameter).orElseThrow()));
            }
        }
        return results;
    }

    private static void warnOfUnreached(TrainingPlan plan, List<String> reached, DiagnosticSink sink) {
        for (ElaboratedModel.Owned owned : plan.model().owned()) {
            if (owned.trained() && !reached.contains(owned.path())) {
                sink.report(Diagnostic.warning(
                        DiagnosticId.NO_GRADIENT,
                        plan.rules().recipe().name().span(),
                        "the loss " + plan.loss() + " does not depend on the parameter " + owned.path()
                                + ", which keeps its start value"));
            }
        }
    }

    static String path(Op source) {
        return ((OpKind.Source) source.kind()).name();
    }
}
