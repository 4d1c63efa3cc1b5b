package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.Value.StageValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.source.Span;

/**
 * Applies the update rules of a recipe to parameters and their gradients. An optimizer on scalars is lifted over the parameter; its state has
 * the parameter's shape and the path {@code parameter/state}.
 */
public final class UpdateElaborator {
    /** A parameter of a training graph with its gradient. */
    public record Trained(String path, Op parameter, Op gradient) {}

    /** A recipe's {@code minimize}, with the clip of the gradients if there is one. */
    public record Rules(
            Declaration.Train recipe, List<Statement.Hyper> hypers, List<UpdateRule> rules, Optional<Expr> clip) {}

    /**
     * @param updates next values of parameters and state
     * @param states what the rules keep, in the order of their making
     * @param initial start values of the state, one result for each path
     * @param settings run-time settings of the first rule, such as {@code lr}, for logs
     */
    public record Updates(
            List<Graph.Update> updates,
            List<ElaboratedModel.Owned> states,
            Graph initial,
            List<Graph.Result> settings) {}

    private final Library library;
    private final DiagnosticSink sink;
    private final Elaboration elaboration;
    private final Evaluator evaluator;
    private final Rules rules;
    private final List<ElaboratedModel.Hyper> modelHypers;
    private final List<Graph.Result> settings = new ArrayList<>();

    private UpdateElaborator(
            GraphBuilder graph,
            Library library,
            DiagnosticSink sink,
            Rules rules,
            List<ElaboratedModel.Hyper> modelHypers) {
        this.library = library;
        this.sink = sink;
        this.rules = rules;
        this.modelHypers = modelHypers;
        this.elaboration = new Elaboration(graph, library, sink, Mode.TRAINING);
        this.evaluator = new Evaluator(elaboration);
    }

    /** Adds the rules' ops to the graph in which the gradients are. */
    public static Updates apply(
            GraphBuilder graph,
            Library library,
            DiagnosticSink sink,
            Rules rules,
            List<ElaboratedModel.Hyper> modelHypers,
            List<Trained> trained) {
        return new UpdateElaborator(graph, library, sink, rules, modelHypers).apply(trained);
    }

    private Updates apply(List<Trained> trained) {
        Body body = recipeBody();
        try {
            List<Trained> clipped = clip(trained, body);
            Map<Trained, UpdateRule> assigned = assign(clipped);
            for (Trained one : clipped) {
                if (assigned.containsKey(one)) {
                    update(assigned.get(one), one, body);
                }
            }
        } catch (ElaborationException failure) {
            elaboration.report(failure);
        }
        List<Graph.Update> updates = elaboration.registry().updates.entrySet().stream()
                .map(e -> new Graph.Update(e.getKey(), e.getValue()))
                .toList();
        List<Registry.Owned> states = List.copyOf(elaboration.registry().owned.values());
        Graph initial = ModelElaborator.startValues(states, library, sink);
        return new Updates(
                updates,
                states.stream()
                        .map(o -> new ElaboratedModel.Owned(o.path(), o.type(), o.trained(), o.span()))
                        .toList(),
                initial,
                List.copyOf(settings));
    }

    /** The recipe's scope: its hypers and the model's are run-time numbers. */
    private Body recipeBody() {
        Body body = Evaluator.standalone(rules.recipe());
        elaboration.at(rules.recipe().span(), "");
        modelHypers.forEach(h -> body.scope().hide(h.name(), hyper(h.name(), h.span())));
        rules.hypers()
                .forEach(h -> body.scope().hide(h.name().text(), hyper(h.name().text(), h.span())));
        return body;
    }

    private TensorValue hyper(String name, Span span) {
        elaboration.at(span, name);
        TensorType type = new TensorType(ElementType.NUMBER, List.of());
        return elaboration
                .tensors()
                .of(elaboration.graph().source(OpKind.Role.HYPER, name, type, false, elaboration.origin()));
    }

    /** Each gradient times the factor that the clip makes of the norm of all of them together. */
    private List<Trained> clip(List<Trained> trained, Body body) {
        if (rules.clip().isEmpty() || trained.isEmpty()) {
            return trained;
        }
        Expr expression = rules.clip().get();
        Value stage = evaluator.calls().stage(expression, body);
        if (!(stage instanceof StageValue function) || function.callable().kind() != Declaration.Kind.FN) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    expression.span(),
                    "clip takes a function of the gradients' norm, such as globalNorm(1.0)");
        }
        elaboration.at(expression.span(), "gradientNorm");
        Scalar squares = Scalars.literal(0.0);
        for (Trained one : trained) {
            squares = ScalarArithmetic.apply(
                    Primitive.ADD, List.of(squares, squareSum(one.gradient()).body()));
        }
        TensorValue norm =
                elaboration.tensors().materialize(TensorValue.scalar(Scalars.apply(Primitive.SQRT, squares)));
        Value factor = evaluator.calls().apply(function, List.of(norm), expression.span(), body);
        elaboration.at(expression.span(), "clipFactor");
        TensorValue number =
                elaboration.tensors().materialize(evaluator.values().floats(factor, expression.span()));
        return trained.stream()
                .map(one -> new Trained(one.path(), one.parameter(), scaled(one.gradient(), number)))
                .toList();
    }

    private TensorValue squareSum(Op gradient) {
        TensorValue whole = elaboration.tensors().of(gradient);
        Scalar square = Scalars.multiply(whole.body(), whole.body());
        return elaboration.tensors().reduce(Reduction.SUM, whole.own(), TensorValue.scalar(square));
    }

    private Op scaled(Op gradient, TensorValue factor) {
        TensorValue whole = elaboration.tensors().of(gradient);
        return elaboration
                .tensors()
                .op(new TensorValue(whole.own(), whole.shape(), Scalars.multiply(whole.body(), factor.body())));
    }

    /** Which rule updates which parameter: those with {@code over} by their patterns, one rule without takes the rest. */
    private Map<Trained, UpdateRule> assign(List<Trained> trained) {
        Map<Trained, UpdateRule> assigned = new LinkedHashMap<>();
        for (UpdateRule rule : rules.rules()) {
            for (Expr.StringLiteral pattern : rule.over()) {
                PathPattern paths = new PathPattern(pattern.value());
                List<Trained> matching =
                        trained.stream().filter(t -> paths.matches(t.path())).toList();
                if (matching.isEmpty()) {
                    report(
                            DiagnosticId.NO_MATCH,
                            pattern.span(),
                            "no parameter that the loss reaches matches \"" + pattern.value() + "\"");
                }
                for (Trained one : matching) {
                    UpdateRule before = assigned.put(one, rule);
                    if (before != null && before != rule) {
                        report(DiagnosticId.BAD_RECIPE, pattern.span(), one.path() + " is updated by two rules");
                    }
                }
            }
        }
        List<UpdateRule> others =
                rules.rules().stream().filter(r -> r.over().isEmpty()).toList();
        if (others.size() > 1) {
            report(DiagnosticId.BAD_RECIPE, others.get(1).span(), "only one rule may stand without over");
        }
        if (!others.isEmpty()) {
            trained.forEach(one -> assigned.putIfAbsent(one, others.getFirst()));
        }
        return assigned;
    }

    private void report(DiagnosticId id, Span span, String message) {
        elaboration.report(elaboration.diagnostic(id, span, message));
    }

    private void update(UpdateRule rule, Trained one, Body recipe) {
        Value stage = evaluator.calls().stage(rule.optimizer(), recipe);
        if (!(stage instanceof StageValue optimizer) || optimizer.callable().kind() != Declaration.Kind.OPTIMIZER) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH, rule.optimizer().span(), "using takes an optimizer, such as adam(lr)");
        }
        Declaration.Callable callable = optimizer.callable();
        List<Parameter> data = callable.signature().data();
        if (data.size() != 2) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    callable.name().span(),
                    "an optimizer takes the weight and its gradient: (w: float, g: float; …)");
        }
        Tensors tensors = elaboration.tensors();
        boolean pointwise = Dimensions.dimensions(data.getFirst().type()).isEmpty();
        TensorValue weight = tensors.of(one.parameter());
        List<Integer> context = pointwise ? weight.own() : List.of();
        TensorValue w = pointwise ? TensorValue.scalar(weight.body()) : weight;
        TensorValue g = tensors.of(one.gradient(), context);
        Instance instance = new Instance(List.of(one.path().split("/")));
        Body callee = new Body(callable, Scope.ofBody(), instance, List.of(), context);
        elaboration.enter(
                new Elaboration.Frame(callable.kind(), callable.name().text(), one.path(), rule.span()),
                instance.path());
        try {
            elaboration.at(rule.span(), one.path());
            String weightName = data.get(0).name().text();
            String gradientName = data.get(1).name().text();
            evaluator
                    .calls()
                    .signatures()
                    .bind(callable, Map.of(weightName, w, gradientName, g), optimizer.settings(), callee, rule.span());
            callee.scope().bindKept(weightName, new KeptCell(one.parameter(), context, w));
            logSettings(callable, callee);
            evaluator.bodies().run(callable.body(), callee);
        } finally {
            elaboration.leave(List.of());
        }
    }

    /** The first rule's numbers, so that a log can show the learning rate. */
    private void logSettings(Declaration.Callable callable, Body callee) {
        if (!settings.isEmpty()) {
            return;
        }
        for (Parameter parameter : callable.signature().configuration()) {
            String name = parameter.name().text();
            if (parameter.type().base().text().equals("float")) {
                TensorValue value =
                        evaluator.values().tensor(callee.scope().value(name).orElseThrow(), parameter.span());
                boolean number = value.element() == ElementType.NUMBER || value.body() instanceof Scalar.Literal;
                if (value.rank() == 0 && number) {
                    elaboration.at(parameter.span(), name);
                    Op op = elaboration.graph().pointwise(List.of(), asNumber(value.body()), elaboration.origin());
                    settings.add(new Graph.Result(Graph.ResultRole.VALUE, name, op));
                }
            }
        }
    }

    private static Scalar asNumber(Scalar body) {
        return body instanceof Scalar.Literal literal ? Scalars.literal(ElementType.NUMBER, literal.value()) : body;
    }
}
