package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ResultItem;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.source.Span;

/** Compares what a body returned with the declared result types. */
final class ResultTypes {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    ResultTypes(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    /** Compares what a body returned with the declared result types. */
    void checkResults(Declaration.Callable callable, List<Value> results, Body callee, Span call) {
        if (callable.results().isEmpty()) {
            return;
        }
        if (results.size() < callable.results().size()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    callable.name().span(),
                    callable.name().text() + " declares " + callable.results().size() + " results and returns "
                            + results.size());
        }
        for (int r = 0; r < callable.results().size(); r++) {
            checkResult(callable, callable.results().get(r), results.get(r), callee, call);
        }
    }

    private void checkResult(Declaration.Callable callable, ResultItem item, Value value, Body callee, Span call) {
        checkKind(callable, item, value);
        if (!(value instanceof TensorValue tensor)) {
            return;
        }
        List<Dimension> dimensions = Dimensions.dimensions(item.type());
        int at = dimensions.size();
        for (int d = 0; d < dimensions.size(); d++) {
            if (dimensions.get(d) instanceof Dimension.Rest) {
                at = d;
            }
        }
        boolean rest = at < dimensions.size();
        List<Extent> before = extents(dimensions.subList(0, at), callee);
        List<Extent> after = rest ? extents(dimensions.subList(at + 1, dimensions.size()), callee) : List.of();
        List<Extent> shape = tensor.shape();
        boolean fits = rest ? shape.size() >= before.size() + after.size() : shape.size() == before.size();
        fits = fits
                && shape.subList(0, before.size()).equals(before)
                && shape.subList(shape.size() - after.size(), shape.size()).equals(after);
        if (!fits) {
            throw elaboration.error(
                    DiagnosticId.SHAPE_MISMATCH,
                    item.span(),
                    callable.name().text() + " declares the result "
                            + item.type().span().text() + " and returns " + values.describe(value));
        }
    }

    /** Ints become floats by themselves; nothing else changes its kind. */
    private void checkKind(Declaration.Callable callable, ResultItem item, Value value) {
        boolean number =
                value instanceof Value.RealValue || value instanceof TensorValue t && t.element() == ElementType.FLOAT;
        boolean truth =
                value instanceof Value.TruthValue || value instanceof TensorValue t && t.element() == ElementType.BOOL;
        boolean wrong = switch (item.type().base().text()) {
            case "int", "class", "token" -> number || truth;
            case "float" -> truth;
            case "bool" -> !truth && (number || value instanceof Value.IntValue);
            default -> false;
        };
        if (wrong) {
            throw elaboration.error(
                    DiagnosticId.TYPE_MISMATCH,
                    item.span(),
                    callable.name().text() + " declares the result "
                            + item.type().span().text() + " and returns " + values.describe(value));
        }
    }

    private List<Extent> extents(List<Dimension> dimensions, Body callee) {
        List<Extent> extents = new ArrayList<>();
        for (Dimension dimension : dimensions) {
            Expr expression = switch (dimension) {
                case Dimension.Fixed fixed -> fixed.size();
                case Dimension.Spread spread -> spread.list();
                case Dimension.Bounded bounded -> bounded.bound();
                case Dimension.Rest rest -> throw new IllegalStateException("one rest at most");
            };
            for (int size : values.integers(evaluator.evaluate(expression, callee), dimension.span())) {
                if (size < 0) {
                    throw elaboration.error(
                            DiagnosticId.OUT_OF_BOUNDS, dimension.span(), "a dimension of " + size + " is negative");
                }
                extents.add(Extent.of(size));
            }
        }
        return extents;
    }

    /** A float result of whole numbers is a float. */
    static TensorValue asDeclared(ResultItem item, TensorValue tensor) {
        boolean widen = item.type().base().text().equals("float") && tensor.element() == ElementType.INT;
        return widen ? Tensors.as(tensor, ElementType.FLOAT) : tensor;
    }
}
