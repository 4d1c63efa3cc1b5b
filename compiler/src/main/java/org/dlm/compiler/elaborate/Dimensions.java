package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.Value.IntValue;
import org.dlm.compiler.elaborate.Value.ListValue;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.source.Span;

/** The dimensions of written types: those of data are bound or compared, those of parameters and ports are computed. */
final class Dimensions {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    Dimensions(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    /** The dimensions of a type: of {@code class[K][64]} only the later brackets. */
    static List<Dimension> dimensions(TypeRef type) {
        List<TypeRef.Bracket> brackets = type.suffixes().stream()
                .filter(s -> s instanceof TypeRef.Bracket)
                .map(s -> (TypeRef.Bracket) s)
                .toList();
        boolean kinds = List.of("class", "token").contains(type.base().text());
        return brackets.stream()
                .skip(kinds ? 1 : 0)
                .flatMap(b -> b.dimensions().stream())
                .toList();
    }

    /** The shape of a type whose dimensions are all known. */
    List<Extent> shape(TypeRef type, Body body) {
        List<Extent> shape = new ArrayList<>();
        for (Dimension dimension : dimensions(type)) {
            switch (dimension) {
                case Dimension.Fixed fixed ->
                    shape.add(
                            extent(values.integer(evaluator.evaluate(fixed.size(), body), fixed.span()), fixed.span()));
                case Dimension.Spread spread ->
                    values.integers(evaluator.evaluate(spread.list(), body), spread.span())
                            .forEach(n -> shape.add(extent(n, spread.span())));
                case Dimension.Rest rest ->
                    throw elaboration.error(
                            DiagnosticId.BAD_ARGUMENT,
                            rest.span(),
                            ".. stands for the dimensions of given data; here the shape must be stated");
                case Dimension.Bounded bounded ->
                    throw evaluator.notBuiltYet(bounded.span(), "a length that varies by example");
            }
        }
        return shape;
    }

    private Extent extent(int size, Span span) {
        if (size < 0) {
            throw elaboration.error(DiagnosticId.OUT_OF_BOUNDS, span, "a dimension of " + size + " is negative");
        }
        return Extent.of(size);
    }

    /** Binds or compares the dimensions that the type of a data parameter names. */
    void bind(Declaration.Callable callable, Parameter parameter, Value value, Body callee, Span call) {
        List<Dimension> dimensions = dimensions(parameter.type());
        bindKinds(parameter.type(), callee);
        if (dimensions.isEmpty()) {
            return;
        }
        Value one = Values.single(value);
        if (Values.known(one) && !(one instanceof ListValue)) {
            return;
        }
        List<Extent> shape = one instanceof ListValue list && Values.known(one)
                ? shapeOf(list)
                : values.tensor(one, call).shape();
        long spreads =
                dimensions.stream().filter(d -> !(d instanceof Dimension.Fixed)).count();
        int fixed = (int) (dimensions.size() - spreads);
        boolean rankFits = spreads == 0 ? shape.size() == fixed : shape.size() >= fixed;
        if (!rankFits) {
            throw rankMismatch(callable, parameter, value, call);
        }
        int group = shape.size() - fixed;
        int place = 0;
        for (Dimension dimension : dimensions) {
            switch (dimension) {
                case Dimension.Fixed d -> {
                    bindOne(callable, parameter, d, shape.get(place), value, callee, call);
                    place++;
                }
                case Dimension.Rest rest -> place += group;
                case Dimension.Spread spread -> {
                    bindGroup(callable, parameter, spread, shape.subList(place, place + group), value, callee, call);
                    place += group;
                }
                case Dimension.Bounded bounded ->
                    throw evaluator.notBuiltYet(bounded.span(), "a length that varies by example");
            }
        }
    }

    private void bindKinds(TypeRef type, Body callee) {
        // class[K] as data of a function only says that ids are ints; K is bound where a model declares its ports.
        if (type.base().text().equals("class") && type.suffixes().isEmpty()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT, type.span(), "class needs the number of classes: class[10]");
        }
    }

    private List<Extent> shapeOf(ListValue list) {
        List<Extent> shape = new ArrayList<>(List.of(Extent.of(list.elements().size())));
        if (!list.elements().isEmpty() && list.elements().getFirst() instanceof ListValue inner) {
            shape.addAll(shapeOf(inner));
        }
        return shape;
    }

    private void bindOne(
            Declaration.Callable callable,
            Parameter parameter,
            Dimension.Fixed dimension,
            Extent extent,
            Value value,
            Body callee,
            Span call) {
        if (dimension.size() instanceof Expr.NameRef name) {
            Optional<Value> bound =
                    callee.scope().value(name.name()).or(() -> defaultOf(callable, name.name(), callee));
            if (bound.isEmpty()
                    && elaboration
                            .library()
                            .constant(callee.declaration(), name.name())
                            .isEmpty()) {
                callee.scope().hide(name.name(), new IntValue(extent.fixedSize()));
                return;
            }
        }
        int expected = values.integer(evaluator.evaluate(dimension.size(), callee), dimension.span());
        if (expected != extent.fixedSize()) {
            throw mismatch(callable, parameter, value, dimension.span().text() + " = " + expected, call);
        }
    }

    private void bindGroup(
            Declaration.Callable callable,
            Parameter parameter,
            Dimension.Spread spread,
            List<Extent> extents,
            Value value,
            Body callee,
            Span call) {
        List<Integer> sizes = extents.stream().map(Extent::fixedSize).toList();
        if (spread.list() instanceof Expr.NameRef name
                && callee.scope().value(name.name()).isEmpty()) {
            callee.scope()
                    .hide(
                            name.name(),
                            new ListValue(sizes.stream()
                                    .map(n -> (Value) new IntValue(n))
                                    .toList()));
            return;
        }
        List<Integer> expected = values.integers(evaluator.evaluate(spread.list(), callee), spread.span());
        if (!expected.equals(sizes)) {
            throw mismatch(callable, parameter, value, spread.span().text() + " = " + expected, call);
        }
    }

    /** A dimension may name a setting that was not given: then its default counts. */
    private Optional<Value> defaultOf(Declaration.Callable callable, String name, Body callee) {
        return callable.signature().configuration().stream()
                .filter(p -> p.name().text().equals(name) && p.defaultValue().isPresent())
                .findFirst()
                .map(p -> {
                    Value value =
                            Values.single(evaluator.evaluate(p.defaultValue().get(), callee));
                    callee.scope().hide(name, value);
                    return value;
                });
    }

    private ElaborationException mismatch(
            Declaration.Callable callable, Parameter parameter, Value value, String expected, Span call) {
        return new ElaborationException(elaboration
                .diagnostic(
                        DiagnosticId.SHAPE_MISMATCH,
                        call,
                        "the input " + parameter.name().text() + " of "
                                + callable.name().text() + " is declared as "
                                + parameter.type().span().text() + " with " + expected + ", found "
                                + values.describe(value))
                .with(org.dlm.compiler.diagnostics.Note.at(parameter.type().span(), "declared here")));
    }

    private ElaborationException rankMismatch(
            Declaration.Callable callable, Parameter parameter, Value value, Span call) {
        return new ElaborationException(elaboration
                .diagnostic(
                        DiagnosticId.RANK_MISMATCH,
                        call,
                        "the input " + parameter.name().text() + " of "
                                + callable.name().text() + " is declared as "
                                + parameter.type().span().text() + ", found " + values.describe(value))
                .with(org.dlm.compiler.diagnostics.Note.at(parameter.type().span(), "declared here")));
    }
}
