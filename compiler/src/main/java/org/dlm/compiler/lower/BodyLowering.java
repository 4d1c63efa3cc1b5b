package org.dlm.compiler.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/**
 * Lowers the body of one op: accesses become addresses, guards become conditions where the place can lie outside, values that
 * the same kernel has just computed become locals, and run-time numbers are rounded once, before the loops.
 */
final class BodyLowering {
    private final List<LoopAxis> loops;
    private final List<Axis> axes;
    private final Map<Op, Expression> locals;
    private final Operands operands;
    private final Preamble preamble;

    /** @param locals values of the group that stand in a local at the element at hand */
    BodyLowering(
            List<LoopAxis> loops, List<Axis> axes, Map<Op, Expression> locals, Operands operands, Preamble preamble) {
        this.loops = loops;
        this.axes = axes;
        this.locals = locals;
        this.operands = operands;
        this.preamble = preamble;
    }

    /** The declarations before the loops: one for each rounded number. */
    static final class Preamble {
        private final Variables variables;
        private final List<Statement.Declare> declarations = new ArrayList<>();

        Preamble(Variables variables) {
            this.variables = variables;
        }

        Expression local(Expression value) {
            for (Statement.Declare declare : declarations) {
                if (declare.value().equals(value)) {
                    return new Expression.Local(value.type(), declare.variable());
                }
            }
            Variable variable = variables.fresh("factor");
            declarations.add(new Statement.Declare(variable, value));
            return new Expression.Local(value.type(), variable);
        }

        List<Statement> statements() {
            return List.copyOf(declarations);
        }
    }

    Expression lower(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Literal literal -> Expression.constant(literal.type(), literal.value());
            case Scalar.IndexValue value -> new Expression.Index(place(value.index()));
            case Scalar.Size size -> new Expression.Index(size(size.extent()));
            case Scalar.Load load -> load(load);
            case Scalar.Apply apply -> apply(apply);
        };
    }

    private Expression apply(Scalar.Apply apply) {
        List<Expression> arguments = apply.arguments().stream().map(this::lower).toList();
        Expression first = arguments.getFirst();
        if (apply.primitive() == Primitive.STOP) {
            return first;
        }
        if (apply.primitive() == Primitive.POWER
                && arguments.get(1) instanceof Expression.Constant exponent
                && exponent.value() == 2) {
            return Expression.apply(apply.type(), Primitive.MULTIPLY, first, first);
        }
        Expression applied = new Expression.Apply(apply.type(), apply.primitive(), arguments);
        boolean rounded = apply.primitive() == Primitive.TO_FLOAT && first.type() == ElementType.NUMBER;
        return rounded ? preamble.local(applied) : applied;
    }

    private Expression load(Scalar.Load load) {
        if (locals.containsKey(load.source())) {
            return locals.get(load.source());
        }
        if (load.type() == ElementType.NUMBER) {
            return new Expression.Argument(operands.number(load.source()));
        }
        boolean guarded = load.otherwise().isPresent();
        List<Place> at = places(load.at(), load.source().type().shape(), !guarded);
        Expression element = new Expression.Load(
                load.type(),
                operands.read(load.source()),
                Addresses.rowMajor(at, load.source().type()));
        List<Expression> inside =
                guarded ? conditions(load.at(), load.source().type().shape()) : List.of();
        return Expression.and(inside)
                .map(all -> Expression.apply(
                        load.type(),
                        Primitive.WHERE,
                        all,
                        element,
                        lower(load.otherwise().orElseThrow())))
                .orElse(element);
    }

    /** @param checked whether places from data are checked where they are used */
    List<Place> places(List<Subscript> at, List<Extent> shape, boolean checked) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < at.size(); i++) {
            places.add(
                    switch (at.get(i)) {
                        case Affine affine -> place(affine);
                        case Subscript.Data data ->
                            Place.of(new Place.Factor.Data(lower(data.value()), size(shape.get(i)), checked));
                    });
        }
        return places;
    }

    /** What must hold for the place to be inside; nothing for what is so for all values of the axes. */
    List<Expression> conditions(List<Subscript> at, List<Extent> shape) {
        List<Place> places = places(at, shape, false);
        List<Expression> conditions = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (!Places.inside(at.get(i), shape.get(i), axes)) {
                conditions.add(new Expression.Within(places.get(i), size(shape.get(i))));
            }
        }
        return conditions;
    }

    private Place place(Affine affine) {
        Place sum = Place.constant(affine.constant());
        for (Map.Entry<IndexTerm, Integer> term : affine.coefficients().entrySet()) {
            Place factor = switch (term.getKey()) {
                case IndexTerm.AxisTerm axis -> Place.of(loops.get(axis.axis()).variable());
                case IndexTerm.Quotient quotient ->
                    Place.of(new Place.Factor.Quotient(place(quotient.of()), quotient.by()));
                case IndexTerm.Remainder remainder ->
                    Place.of(new Place.Factor.Remainder(place(remainder.of()), remainder.by()));
            };
            sum = sum.plus(factor.times(term.getValue()));
        }
        return sum;
    }

    private static Place size(Extent extent) {
        return switch (extent) {
            case Extent.Fixed fixed -> Place.constant(fixed.size());
            case Extent.Batch batch -> Place.of(Variable.BATCH);
        };
    }
}
