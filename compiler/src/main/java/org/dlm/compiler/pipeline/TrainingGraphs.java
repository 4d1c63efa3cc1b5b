package org.dlm.compiler.pipeline;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.elaborate.UpdateElaborator;
import org.dlm.compiler.elaborate.UpdateElaborator.Assignment;
import org.dlm.compiler.elaborate.UpdateElaborator.Trained;
import org.dlm.compiler.elaborate.UpdateElaborator.Updates;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.memory.ArrayLayout;

/**
 * The graphs of a recipe: what a batch tells, and the update that follows from it. The second reads the gradients where the first
 * has left them, so it knows parameters of one rule as one tensor.
 *
 * @param derivative the loss, the adjoint of each parameter that the update reads, under its path, and next values of buffers
 * @param update next values of parameters and state, and the settings to log
 * @param check the loss and the adjoint of each parameter
 * @param trained the paths of the parameters in {@code derivative}
 * @param updates what the optimizers keep
 * @param runs names and parameters of what the update knows as one tensor
 */
record TrainingGraphs(
        Graph derivative,
        Graph update,
        Graph check,
        List<Op> trained,
        Updates updates,
        Map<String, List<String>> runs) {

    /** @param weights those of the model */
    static TrainingGraphs of(LossDerivative loss, ArrayLayout weights, Library library, DiagnosticSink sink) {
        GraphBuilder builder = new GraphBuilder();
        ParameterRuns runs = new ParameterRuns(weights.placed());
        List<Trained> sources =
                loss.trained().stream().map(op -> sources(builder, op)).toList();
        Updates updates = UpdateElaborator.apply(
                builder,
                library,
                sink,
                loss.plan().rules(),
                loss.plan().model().hypers(),
                new Assignment(sources, loss.rules(), runs));
        Graph update = builder.graph(updates.settings(), updates.updates());
        Set<String> read = gradientsRead(update, runs.runs());
        return new TrainingGraphs(
                loss.withBuffers(read),
                update,
                loss.alone(),
                loss.trained().stream()
                        .filter(op -> read.contains(LossDerivative.path(op)))
                        .toList(),
                updates,
                runs.runs());
    }

    private static Trained sources(GraphBuilder builder, Op parameter) {
        String path = LossDerivative.path(parameter);
        return new Trained(
                path,
                builder.source(OpKind.Role.PARAMETER, path, parameter.type(), false, parameter.origin()),
                builder.source(OpKind.Role.GRADIENT, path, parameter.type(), false, parameter.origin()));
    }

    /** The parameters whose gradients the rules or the clip read. */
    private static Set<String> gradientsRead(Graph update, Map<String, List<String>> runs) {
        Set<String> read = new LinkedHashSet<>();
        for (Op source : update.sources(OpKind.Role.GRADIENT)) {
            String name = LossDerivative.path(source);
            read.addAll(runs.getOrDefault(name, List.of(name)));
        }
        return read;
    }
}
