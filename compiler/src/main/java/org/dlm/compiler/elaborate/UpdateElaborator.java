package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
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
 * the parameter's shape and the path {@code parameter/state}. Since it works on each element alone, it may as well be lifted once over
 * several parameters that are joined to one tensor.
 */
public final class UpdateElaborator {
    /** A parameter with its gradient, or several as one tensor. */
    public record Trained(String path, Op parameter, Op gradient) {}

    /** Joins parameters to fewer tensors, for a rule that works on each element alone. */
    public interface Joining {
        /** Leaves each as it is. */
        Joining NONE = (ofOneRule, graph) -> ofOneRule;

        /** @param graph takes the sources of what was joined */
        List<Trained> join(List<Trained> ofOneRule, GraphBuilder graph);
    }

    /**
     * What is updated how.
     *
     * @param trained all parameters that the loss reaches
     * @param assigned the rules of those that have one, by their paths
     */
    public record Assignment(List<Trained> trained, Map<String, UpdateRule> assigned, Joining joining) {
        public Assignment {
            trained = List.copyOf(trained);
            assigned = Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
        }

        private Map<UpdateRule, List<Trained>> byRule() {
            Map<UpdateRule, List<Trained>> byRule = new LinkedHashMap<>();
            for (Trained one : trained) {
                if (assigned.containsKey(one.path())) {
                    byRule.computeIfAbsent(assigned.get(one.path()), rule -> new ArrayList<>())
                            .add(one);
                }
            }
            return byRule;
        }
    }

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
            Assignment assignment) {
        return new UpdateElaborator(graph, library, sink, rules, modelHypers).apply(assignment);
    }

    private Updates apply(Assignment assignment) {
        Body body = recipeBody();
        try {
            Optional<TensorValue> factor = clipFactor(assignment.trained(), body);
            assignment.byRule().forEach((rule, ofRule) -> {
                StageValue optimizer = optimizer(rule, body);
                List<Trained> joined =
                        isElementwise(optimizer) ? assignment.joining.join(ofRule, elaboration.graph()) : ofRule;
                joined.forEach(one -> update(rule, optimizer, clipped(one, factor)));
            });
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

    /** What the clip makes of the norm of all gradients together. */
    private Optional<TensorValue> clipFactor(List<Trained> trained, Body body) {
        if (rules.clip().isEmpty() || trained.isEmpty()) {
            return Optional.empty();
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
        return Optional.of(elaboration.tensors().materialize(evaluator.values().floats(factor, expression.span())));
    }

    private Trained clipped(Trained one, Optional<TensorValue> factor) {
        return factor.map(number -> new Trained(one.path(), one.parameter(), scaled(one.gradient(), number)))
                .orElse(one);
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

    private StageValue optimizer(UpdateRule rule, Body recipe) {
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
        return optimizer;
    }

    /** Whether the optimizer is on scalars. */
    private static boolean isElementwise(StageValue optimizer) {
        Parameter weight = optimizer.callable().signature().data().getFirst();
        return Dimensions.dimensions(weight.type()).isEmpty();
    }

    private void update(UpdateRule rule, StageValue optimizer, Trained one) {
        Declaration.Callable callable = optimizer.callable();
        List<Parameter> data = callable.signature().data();
        Tensors tensors = elaboration.tensors();
        boolean pointwise = isElementwise(optimizer);
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
