package org.dlm.compiler.elaborate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.DataItem;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.TensorType;

/** Elaborates {@code data { image = idx("images.gz") / 255 … }} against the ports of the model. */
public final class DataElaborator {
    private final Declaration.Train recipe;
    private final List<ElaboratedModel.Port> ports;
    private final Elaboration elaboration;
    private final Evaluator evaluator;
    private final Columns columns;

    private DataElaborator(
            Declaration.Train recipe, List<ElaboratedModel.Port> ports, Library library, DiagnosticSink sink) {
        this.recipe = recipe;
        this.ports = ports;
        this.elaboration = new Elaboration(new GraphBuilder(), library, sink, Mode.INFERENCE);
        this.evaluator = new Evaluator(elaboration);
        this.columns = new Columns(elaboration);
        elaboration.collectInto(columns);
    }

    /** The block's plan; errors go to the sink, and what could be understood is planned. */
    public static DataPlan elaborate(
            RecipeItem.DataBlock block,
            Declaration.Train recipe,
            List<ElaboratedModel.Port> ports,
            Library library,
            DiagnosticSink sink) {
        return new DataElaborator(recipe, ports, library, sink).elaborate(block);
    }

    private DataPlan elaborate(RecipeItem.DataBlock block) {
        Body body = Evaluator.standalone(recipe);
        Map<String, Graph.Result> results = new LinkedHashMap<>();
        for (DataItem item : block.items()) {
            if (item instanceof DataItem.Source source) {
                try {
                    elaboration.at(source.span(), source.names().getFirst().text());
                    feed(source, body, results);
                } catch (ElaborationException failure) {
                    elaboration.report(failure);
                    source.names().forEach(n -> results.putIfAbsent(n.text(), null));
                }
            }
        }
        for (ElaboratedModel.Port port : ports) {
            if (!results.containsKey(port.name())) {
                elaboration.report(elaboration.diagnostic(
                        DiagnosticId.MISSING_SOURCE,
                        block.name().span(),
                        "the block " + block.name().text() + " gives no source to the "
                                + (port.target() ? "target " : "input ") + port.name() + ": " + port.type()));
            }
        }
        List<Graph.Result> found =
                results.values().stream().filter(r -> r != null).toList();
        return new DataPlan(
                block.name().text(),
                columns.sources(),
                columns.columns(),
                elaboration.graph().graph(found, List.of()),
                block.span());
    }

    private void feed(DataItem.Source source, Body body, Map<String, Graph.Result> results) {
        if (source.names().size() > 1) {
            several(source, body, results);
            return;
        }
        Name name = source.names().getFirst();
        Optional<ElaboratedModel.Port> port = port(name);
        if (port.isEmpty()) {
            body.scope().hide(name.text(), new Value.DeferredValue(source.value(), body.nested()));
            return;
        }
        columns.expect(port.get().type(), direct(source) ? port.get().classes() : Optional.empty());
        fed(name, port.get(), evaluator.evaluate(source.value(), body), source, results);
    }

    /** Whether the reader's elements reach the port unchanged, so that its range can be checked when they are read. */
    private static boolean direct(DataItem.Source source) {
        return switch (source.value()) {
            case org.dlm.compiler.ast.Expr.Call call -> true;
            case org.dlm.compiler.ast.Expr.Index index -> true;
            default -> false;
        };
    }

    private void several(DataItem.Source source, Body body, Map<String, Graph.Result> results) {
        if (!(evaluator.evaluate(source.value(), body) instanceof Value.ReaderValue reader)) {
            throw elaboration.error(
                    DiagnosticId.BAD_RECIPE, source.span(), "several names are fed by one reader with several results");
        }
        for (int i = 0; i < source.names().size(); i++) {
            Name name = source.names().get(i);
            Value column = reader.at(new DataPlan.ColumnChoice.At(i));
            Optional<ElaboratedModel.Port> port = port(name);
            if (port.isPresent()) {
                columns.expect(port.get().type(), port.get().classes());
                elaboration.at(source.span(), name.text());
                fed(name, port.get(), column, source, results);
            } else {
                body.scope().hide(name.text(), column);
            }
        }
    }

    private void fed(
            Name name,
            ElaboratedModel.Port port,
            Value value,
            DataItem.Source source,
            Map<String, Graph.Result> results) {
        TensorValue tensor = evaluator.values().tensor(value, source.value().span());
        boolean widen = port.type().element() == ElementType.FLOAT && tensor.element() == ElementType.INT;
        TensorValue fitted = widen ? Tensors.as(tensor, ElementType.FLOAT) : tensor;
        TensorType found = Values.type(fitted);
        if (!found.equals(port.type())) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    source.span(),
                    name.text() + " is declared as " + port.type() + ", its source gives " + found);
        }
        elaboration.at(source.span(), name.text());
        results.put(
                name.text(),
                new Graph.Result(
                        Graph.ResultRole.VALUE,
                        name.text(),
                        elaboration.tensors().op(fitted)));
    }

    private Optional<ElaboratedModel.Port> port(Name name) {
        return ports.stream().filter(p -> p.name().equals(name.text())).findFirst();
    }
}
