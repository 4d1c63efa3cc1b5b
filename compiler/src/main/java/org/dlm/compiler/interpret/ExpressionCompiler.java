package org.dlm.compiler.interpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/**
 * Makes {@link Expression}s of the bodies of one op. Places that the axes prove inside are not checked again.
 *
 * @param op whose bodies these are; named in errors
 * @param axes the op's axes with the batch as a number
 * @param exampleSlot where the values of the axes hold the example of per-example operands
 * @param values of the operands
 * @param perExample the operands with a hidden example axis
 */
record ExpressionCompiler(
        Op op,
        List<Axis> axes,
        int exampleSlot,
        int batch,
        Map<Op, Tensor> values,
        Set<Op> perExample,
        Rounding rounding) {

    Expression compile(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Literal literal -> {
                double value = rounding.round(literal.type(), literal.value());
                yield at -> value;
            }
            case Scalar.IndexValue index -> {
                Expression.Whole place = PlaceCompiler.compile(index.index());
                yield at -> place.at(at);
            }
            case Scalar.Size size -> {
                int value = size.extent() instanceof Extent.Fixed fixed ? fixed.size() : batch;
                yield at -> value;
            }
            case Scalar.Load load -> load(load);
            case Scalar.Apply apply -> rounded(apply.type(), apply(apply));
        };
    }

    private Expression rounded(ElementType type, Expression expression) {
        return rounding.concerns(type) ? at -> (float) expression.at(at) : expression;
    }

    private Expression apply(Scalar.Apply apply) {
        Expression a = compile(apply.arguments().getFirst());
        if (apply.primitive().arity() == 1) {
            DoubleUnaryOperator function = PrimitiveFunctions.unary(apply.primitive(), apply.type());
            return at -> function.applyAsDouble(a.at(at));
        }
        Expression b = compile(apply.arguments().get(1));
        if (apply.primitive() == Primitive.WHERE) {
            Expression c = compile(apply.arguments().get(2));
            return at -> a.at(at) != 0 ? b.at(at) : c.at(at);
        }
        return binary(apply, a, b);
    }

    private static Expression binary(Scalar.Apply apply, Expression a, Expression b) {
        if (apply.type() == ElementType.FLOAT && apply.primitive() == Primitive.MULTIPLY) {
            return at -> a.at(at) * b.at(at);
        }
        if (apply.type() == ElementType.FLOAT && apply.primitive() == Primitive.ADD) {
            return at -> a.at(at) + b.at(at);
        }
        DoubleBinaryOperator function = PrimitiveFunctions.binary(apply.primitive(), apply.type());
        return at -> function.applyAsDouble(a.at(at), b.at(at));
    }

    private Expression load(Scalar.Load load) {
        Tensor value = values.get(load.source());
        List<Bound> bounds = bounds(load, value);
        Expression.Whole offset = offset(load, value);
        double[] elements = value.elements();
        if (bounds.isEmpty()) {
            return at -> elements[offset.at(at)];
        }
        Expression otherwise = load.otherwise().map(this::compile).orElse(at -> {
            throw outside(load, bounds, at);
        });
        return at -> {
            for (Bound bound : bounds) {
                int place = bound.place.at(at);
                if (place < 0 || place >= bound.extent) {
                    return otherwise.at(at);
                }
            }
            return elements[offset.at(at)];
        };
    }

    /** A place that must be checked against its dimension. */
    private record Bound(int dimension, Expression.Whole place, int extent) {}

    private List<Bound> bounds(Scalar.Load load, Tensor value) {
        int hidden = hidden(load);
        List<Bound> bounds = new ArrayList<>();
        for (int k = 0; k < load.at().size(); k++) {
            int extent = value.shape().get(k + hidden);
            Subscript subscript = load.at().get(k);
            if (!(subscript instanceof Affine affine
                    && Interval.of(affine, axes).within(extent))) {
                bounds.add(new Bound(k, place(subscript), extent));
            }
        }
        return bounds;
    }

    private int hidden(Scalar.Load load) {
        return perExample.contains(load.source()) ? 1 : 0;
    }

    /** The offset of a place in row-major order; affine places are added up beforehand. */
    private Expression.Whole offset(Scalar.Load load, Tensor value) {
        int hidden = hidden(load);
        Affine affine = Affine.constant(0);
        List<Expression.Whole> data = new ArrayList<>();
        int stride = 1;
        for (int k = load.at().size() - 1; k >= 0; k--) {
            switch (load.at().get(k)) {
                case Affine place -> affine = affine.plus(place.times(stride));
                case Subscript.Data place -> data.add(scaled(place(place), stride));
            }
            stride *= value.shape().get(k + hidden);
        }
        if (hidden == 1) {
            affine = affine.plus(Affine.axis(exampleSlot).times(stride));
        }
        Expression.Whole sum = PlaceCompiler.compile(affine);
        for (Expression.Whole term : data) {
            Expression.Whole before = sum;
            sum = at -> before.at(at) + term.at(at);
        }
        return sum;
    }

    private static Expression.Whole scaled(Expression.Whole place, int stride) {
        return at -> place.at(at) * stride;
    }

    Expression.Whole place(Subscript subscript) {
        return switch (subscript) {
            case Affine affine -> PlaceCompiler.compile(affine);
            case Subscript.Data data -> {
                Expression value = compile(data.value());
                yield at -> (int) value.at(at);
            }
        };
    }

    private IllegalArgumentException outside(Scalar.Load load, List<Bound> bounds, int[] at) {
        for (Bound bound : bounds) {
            int place = bound.place.at(at);
            if (place < 0 || place >= bound.extent) {
                return new IllegalArgumentException(op.origin().span() + ": the place " + place + " of dimension "
                        + bound.dimension + " of " + load.source().origin().name() + " is outside of 0 .. "
                        + bound.extent + " (" + load + ")");
            }
        }
        throw new IllegalStateException("no place of " + load + " is outside");
    }
}
