package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Applies primitives to scalar expressions; whole-number arithmetic over indices stays a place ({@code i * 2 + u}), so that what is written
 * outside brackets and inside means the same.
 */
final class ScalarArithmetic {
    private ScalarArithmetic() {}

    static Scalar apply(Primitive primitive, List<Scalar> given) {
        List<Scalar> arguments = amongNumbers(primitive, given);
        Optional<Affine> place = place(primitive, arguments);
        if (place.isPresent()) {
            return of(place.get());
        }
        if (primitive == Primitive.FLOOR_DIV || primitive == Primitive.CEIL_DIV) {
            if (arguments.stream().anyMatch(a -> a.type() == ElementType.NUMBER)) {
                return numberDivision(primitive, arguments);
            }
        }
        return neutral(primitive, arguments).orElseGet(() -> Scalars.apply(primitive, arguments));
    }

    /**
     * A written constant among run-time numbers is one of them: {@code 1 - beta2 ^ step} is computed in f64 throughout. So is a choice
     * between constants by a condition over such numbers.
     */
    private static List<Scalar> amongNumbers(Primitive primitive, List<Scalar> arguments) {
        boolean choice = primitive == Primitive.WHERE;
        List<Scalar> decisive = choice ? arguments.subList(1, 3) : arguments;
        boolean numbers = decisive.stream().anyMatch(a -> a.type() == ElementType.NUMBER && !isLiteral(a));
        boolean byNumbers = choice && onlyNumbers(arguments.getFirst());
        boolean others = decisive.stream().anyMatch(a -> a.type() == ElementType.FLOAT && !isLiteral(a));
        boolean fits = choice ? byNumbers : numbers;
        if (!fits || others) {
            return arguments;
        }
        return arguments.stream()
                .map(a -> isLiteral(a) && a.type() == ElementType.FLOAT
                        ? Scalars.coerceLiteral(a, ElementType.NUMBER)
                        : a)
                .toList();
    }

    private static boolean isLiteral(Scalar scalar) {
        return scalar instanceof Scalar.Literal;
    }

    private static boolean onlyNumbers(Scalar condition) {
        List<Scalar.Load> loads = condition.loads();
        boolean[] indices = {false};
        condition.forEach(s -> indices[0] |= s instanceof Scalar.IndexValue || s instanceof Scalar.Size);
        return !loads.isEmpty() && !indices[0] && loads.stream().allMatch(l -> l.type() == ElementType.NUMBER);
    }

    /** The expression as a place, if it is one. */
    static Optional<Affine> place(Scalar scalar) {
        return switch (scalar) {
            case Scalar.IndexValue value -> Optional.of(value.index());
            case Scalar.Literal literal
            when literal.type() == ElementType.INT -> Optional.of(Affine.constant((int) literal.value()));
            case Scalar.Literal literal -> Optional.empty();
            case Scalar.Apply apply -> Optional.empty();
            case Scalar.Load load -> Optional.empty();
            case Scalar.Size size -> Optional.empty();
        };
    }

    static Scalar of(Affine place) {
        return place.isConstant() ? Scalars.literal(place.constant()) : new Scalar.IndexValue(place);
    }

    private static Optional<Affine> place(Primitive primitive, List<Scalar> arguments) {
        List<Affine> places = arguments.stream().flatMap(a -> place(a).stream()).toList();
        if (places.size() < arguments.size()) {
            return Optional.empty();
        }
        if (primitive == Primitive.NEGATE) {
            return Optional.of(places.getFirst().times(-1));
        }
        if (arguments.size() != 2) {
            return Optional.empty();
        }
        Affine a = places.get(0);
        Affine b = places.get(1);
        boolean positive = b.isConstant() && b.constant() > 0;
        return switch (primitive) {
            case ADD -> Optional.of(a.plus(b));
            case SUBTRACT -> Optional.of(a.minus(b));
            case MULTIPLY ->
                b.isConstant()
                        ? Optional.of(a.times(b.constant()))
                        : a.isConstant() ? Optional.of(b.times(a.constant())) : Optional.empty();
            case FLOOR_DIV -> positive ? Optional.of(a.dividedBy(b.constant())) : Optional.empty();
            case CEIL_DIV ->
                positive ? Optional.of(a.plus(b.constant() - 1).dividedBy(b.constant())) : Optional.empty();
            case REMAINDER -> positive ? Optional.of(a.modulo(b.constant())) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Of run-time numbers, div and ceilDiv are floor and ceiling of the quotient. */
    private static Scalar numberDivision(Primitive primitive, List<Scalar> arguments) {
        Scalar quotient = Scalars.divide(arguments.get(0), arguments.get(1));
        return primitive == Primitive.FLOOR_DIV
                ? Scalars.apply(Primitive.FLOOR, quotient)
                : Scalars.apply(
                        Primitive.NEGATE, Scalars.apply(Primitive.FLOOR, Scalars.apply(Primitive.NEGATE, quotient)));
    }

    /** {@code x + 0}, {@code x - 0}, {@code x * 1}, {@code x / 1} of one type: a bias that is switched off costs nothing. */
    private static Optional<Scalar> neutral(Primitive primitive, List<Scalar> arguments) {
        if (arguments.size() != 2) {
            return Optional.empty();
        }
        Scalar a = arguments.get(0);
        Scalar b = arguments.get(1);
        boolean floats = a.type() == ElementType.FLOAT || a.type() == ElementType.NUMBER && b.type() == a.type();
        boolean right = floats && b.type() != ElementType.BOOL && (b instanceof Scalar.Literal || b.type() == a.type());
        if (right) {
            boolean neutral = switch (primitive) {
                case ADD, SUBTRACT -> is(b, 0);
                case MULTIPLY, DIVIDE -> is(b, 1);
                default -> false;
            };
            if (neutral) {
                return Optional.of(a);
            }
        }
        boolean leftNeutral = primitive == Primitive.ADD && is(a, 0) || primitive == Primitive.MULTIPLY && is(a, 1);
        return leftNeutral && b.type() == ElementType.FLOAT ? Optional.of(b) : Optional.empty();
    }

    private static boolean is(Scalar scalar, double value) {
        return scalar instanceof Scalar.Literal literal && literal.value() == value;
    }
}
