package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.TensorType;

/** What a model takes and gives: inputs, targets, hypers, outputs, losses, metrics. */
final class Offering {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    Offering(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    void port(Statement.Port port, Body body) {
        checkPlace(port.target() ? "target" : "input", port.name(), body);
        checkNew(isFed(port.name().text()), port.name());
        TypeRef type = port.type();
        if (type.suffixes().stream().anyMatch(s -> s instanceof TypeRef.Missing)) {
            throw evaluator.notBuiltYet(type.span(), "a value that may be missing");
        }
        ElementType element = switch (type.base().text()) {
            case "float" -> ElementType.FLOAT;
            case "int", "class", "token" -> ElementType.INT;
            case "bool" -> ElementType.BOOL;
            default ->
                throw elaboration.error(
                        DiagnosticId.TYPE_MISMATCH,
                        type.span(),
                        "an input is a float, int, bool, class[K] or token[V], not "
                                + type.base().text());
        };
        Optional<Integer> classes = classes(type, body);
        List<Extent> shape = evaluator.calls().signatures().dimensions().shape(type, body);
        TensorType tensor = new TensorType(element, shape);
        elaboration.at(port.span(), port.name().text());
        OpKind.Role role = port.target() ? OpKind.Role.TARGET : OpKind.Role.INPUT;
        Op source = elaboration.graph().source(role, port.name().text(), tensor, true, elaboration.origin());
        body.scope().hide(port.name().text(), elaboration.tensors().of(source));
        elaboration
                .registry()
                .ports
                .add(new Registry.Port(
                        port.name().text(),
                        port.target(),
                        tensor,
                        classes,
                        source,
                        port.doc(),
                        port.name().span()));
    }

    /** What is fed and offered by name belongs to a model; a layer, of which there may be many, has none. */
    private void checkPlace(String role, Name name, Body body) {
        boolean isModel = body.declaration() instanceof Declaration.Callable callable
                && callable.kind() == Declaration.Kind.MODEL;
        if (!isModel) {
            throw elaboration.error(
                    DiagnosticId.MISPLACED_STATEMENT,
                    name.span(),
                    "the " + role + " " + name.text() + " stands in "
                            + body.declaration().name().text()
                            + "; only a model has inputs, targets, hypers, outputs, losses and metrics, others have arguments and results");
        }
    }

    private void checkNew(boolean isTaken, Name name) {
        if (isTaken) {
            throw elaboration.error(
                    DiagnosticId.DUPLICATE_NAME,
                    name.span(),
                    "the model has " + name.text() + " already; give this one another name");
        }
    }

    private boolean isFed(String name) {
        Registry registry = elaboration.registry();
        return registry.ports.stream().anyMatch(p -> p.name().equals(name))
                || registry.hypers.stream().anyMatch(h -> h.name().equals(name));
    }

    private Optional<Integer> classes(TypeRef type, Body body) {
        if (!List.of("class", "token").contains(type.base().text())) {
            return Optional.empty();
        }
        boolean stated = !type.suffixes().isEmpty()
                && type.suffixes().getFirst() instanceof TypeRef.Bracket bracket
                && bracket.dimensions().size() == 1
                && bracket.dimensions().getFirst() instanceof Dimension.Fixed;
        if (!stated) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    type.span(),
                    type.base().text() + " needs the number of kinds: class[10]");
        }
        Dimension.Fixed count = (Dimension.Fixed)
                ((TypeRef.Bracket) type.suffixes().getFirst()).dimensions().getFirst();
        int classes = values.integer(evaluator.evaluate(count.size(), body), count.span());
        if (classes < 1) {
            throw elaboration.error(DiagnosticId.OUT_OF_BOUNDS, count.span(), "there must be at least one class");
        }
        return Optional.of(classes);
    }

    void expose(Statement.Exposed exposed, Body body) {
        String name = exposed.target().name().text();
        checkPlace(
                exposed.role().name().toLowerCase(java.util.Locale.ROOT),
                exposed.target().name(),
                body);
        checkNew(
                elaboration.registry().exposed.stream().anyMatch(e -> e.name().equals(name)),
                exposed.target().name());
        Value value = exposed.value()
                .map(e -> exposed.target().binders().isEmpty()
                        ? Values.single(evaluator.evaluate(e, body))
                        : evaluator.notation().define(exposed.target(), e, body))
                .orElseGet(() -> body.scope()
                        .value(name)
                        .orElseThrow(() -> elaboration.error(
                                DiagnosticId.UNKNOWN_NAME,
                                exposed.target().span(),
                                "there is no value named " + name + " to offer here")));
        TensorValue tensor = values.tensor(value, exposed.span());
        Graph.ResultRole role = switch (exposed.role()) {
            case OUTPUT -> Graph.ResultRole.OUTPUT;
            case LOSS -> Graph.ResultRole.LOSS;
            case METRIC -> Graph.ResultRole.METRIC;
        };
        if (role != Graph.ResultRole.OUTPUT) {
            tensor = number(exposed, tensor);
        }
        elaboration.at(exposed.span(), name);
        Op op = elaboration.tensors().op(tensor);
        body.scope().hide(name, elaboration.tensors().of(op));
        elaboration
                .registry()
                .exposed
                .add(new Registry.Exposed(
                        role,
                        name,
                        op,
                        elaboration.perExample(op),
                        exposed.doc(),
                        exposed.target().span()));
    }

    private TensorValue number(Statement.Exposed exposed, TensorValue tensor) {
        String role = exposed.role().name().toLowerCase(java.util.Locale.ROOT);
        if (tensor.rank() != 0 && exposed.role() == Statement.Role.METRIC) {
            throw evaluator.notBuiltYet(exposed.span(), "a metric that is no single number");
        }
        if (tensor.rank() != 0 || tensor.element() == ElementType.BOOL) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    exposed.span(),
                    "a " + role + " is one number, found " + values.describe(tensor));
        }
        return Tensors.as(tensor, ElementType.FLOAT);
    }

    void hyper(Statement.Hyper hyper, Body body) {
        String name = hyper.name().text();
        checkPlace("hyper", hyper.name(), body);
        checkNew(isFed(name), hyper.name());
        double start = SettingValues.number(Values.single(evaluator.evaluate(hyper.start(), body)));
        if (Double.isNaN(start)) {
            throw elaboration.error(
                    DiagnosticId.NOT_COMPILE_TIME, hyper.start().span(), "the default of a hyper is a known number");
        }
        elaboration.at(hyper.span(), name);
        Op source = elaboration
                .graph()
                .source(
                        OpKind.Role.HYPER,
                        name,
                        new TensorType(ElementType.NUMBER, List.of()),
                        false,
                        elaboration.origin());
        body.scope().hide(name, elaboration.tensors().of(source));
        elaboration
                .registry()
                .hypers
                .add(new Registry.Hyper(name, start, hyper.space(), hyper.name().span()));
    }
}
