package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;

/**
 * Elaborates a model in both modes and its start values. A model that asks for {@code params(pattern)} is elaborated once more when all its
 * parameters are known.
 */
public final class ModelElaborator {
    private final Library library;
    private final DiagnosticSink sink;

    public ModelElaborator(Library library, DiagnosticSink sink) {
        this.library = library;
        this.sink = sink;
    }

    /** The model with its default settings; empty where errors were reported. */
    public Optional<ElaboratedModel> elaborate(Declaration.Callable model) {
        return elaborate(model, model, List.of());
    }

    /**
     * The model with given settings.
     *
     * @param from the declaration (a recipe) in which the arguments stand
     */
    public Optional<ElaboratedModel> elaborate(Declaration.Callable model, Declaration from, List<Argument> arguments) {
        DiagnosticCollector problems = new DiagnosticCollector();
        Optional<ElaboratedModel> result = Optional.empty();
        try {
            result = attempt(model, from, arguments, problems);
        } catch (ElaborationException failure) {
            failure.diagnostic().ifPresent(problems::report);
        }
        problems.diagnostics().forEach(sink::report);
        boolean failed =
                problems.diagnostics().stream().map(Diagnostic::severity).anyMatch(Severity.ERROR::equals);
        return failed ? Optional.empty() : result;
    }

    private Optional<ElaboratedModel> attempt(
            Declaration.Callable model, Declaration from, List<Argument> arguments, DiagnosticCollector problems) {
        Elaboration first = run(model, from, arguments, Mode.TRAINING, Optional.empty(), problems);
        if (problems.hasErrors()) {
            return Optional.empty();
        }
        List<Registry.Owned> parameters = first.registry().owned.values().stream()
                .filter(Registry.Owned::trained)
                .toList();
        Elaboration training = first.parametersAsked()
                ? run(model, from, arguments, Mode.TRAINING, Optional.of(parameters), problems)
                : first;
        Elaboration inference = run(model, from, arguments, Mode.INFERENCE, Optional.of(parameters), problems);
        new Modes(training.registry(), inference.registry()).check(problems);
        Graph initial = startValues(List.copyOf(training.registry().owned.values()), library, problems);
        return problems.hasErrors() ? Optional.empty() : Optional.of(result(model, training, inference, initial));
    }

    private Elaboration run(
            Declaration.Callable model,
            Declaration from,
            List<Argument> arguments,
            Mode mode,
            Optional<List<Registry.Owned>> parameters,
            DiagnosticSink problems) {
        Elaboration elaboration = new Elaboration(new GraphBuilder(), library, problems, mode, parameters);
        Evaluator evaluator = new Evaluator(elaboration);
        elaboration.at(model.span(), "");
        Body body = new Body(model, Scope.ofBody(), new Instance(List.of()), List.of(), List.of());
        Map<String, Value> settings = evaluator
                .calls()
                .arguments()
                .configuration(
                        model,
                        arguments,
                        Evaluator.standalone(from),
                        model.name().span());
        evaluator
                .calls()
                .signatures()
                .bind(model, Map.of(), settings, body, model.name().span());
        evaluator.bodies().run(model.body(), body);
        return elaboration;
    }

    /** The graph of first values, one result for each path. */
    static Graph startValues(List<Registry.Owned> owned, Library library, DiagnosticSink problems) {
        Elaboration start = new Elaboration(new GraphBuilder(), library, problems, Mode.START);
        List<Graph.Result> results = new ArrayList<>();
        for (Registry.Owned one : owned) {
            try {
                start.at(one.span(), one.path());
                Value.TensorValue value = one.start().make(start);
                start.at(one.span(), one.path());
                results.add(new Graph.Result(
                        Graph.ResultRole.VALUE, one.path(), start.tensors().op(value)));
            } catch (ElaborationException failure) {
                failure.diagnostic().ifPresent(problems::report);
            }
        }
        return start.graph().graph(results, List.of());
    }

    private static ElaboratedModel result(
            Declaration.Callable model, Elaboration training, Elaboration inference, Graph initial) {
        Registry registry = training.registry();
        return new ElaboratedModel(
                model.name().text(),
                model.doc(),
                graph(training),
                graph(inference),
                initial,
                registry.ports.stream()
                        .map(p -> new ElaboratedModel.Port(
                                p.name(), p.target(), p.type(), p.classes(), p.doc(), p.span()))
                        .toList(),
                registry.owned.values().stream()
                        .map(o -> new ElaboratedModel.Owned(o.path(), o.type(), o.trained(), o.span()))
                        .toList(),
                registry.hypers.stream()
                        .map(h -> new ElaboratedModel.Hyper(h.name(), h.start(), h.space(), h.span()))
                        .toList(),
                registry.exposed.stream()
                        .map(e -> new ElaboratedModel.Exposed(e.role(), e.name(), e.op().type(), e.doc(), e.span()))
                        .toList(),
                List.copyOf(inference.registry().instances));
    }

    private static Graph graph(Elaboration elaboration) {
        List<Graph.Result> results = elaboration.registry().exposed.stream()
                .map(e -> new Graph.Result(e.role(), e.name(), e.op()))
                .toList();
        List<Graph.Update> updates = elaboration.registry().updates.entrySet().stream()
                .map(e -> new Graph.Update(e.getKey(), e.getValue()))
                .toList();
        return elaboration.graph().graph(results, updates);
    }
}
