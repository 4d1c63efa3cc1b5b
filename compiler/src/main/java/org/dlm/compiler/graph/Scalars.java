package org.dlm.compiler.graph;

import java.util.List;

/**
 * Makes well-typed scalar expressions: chooses the result type and brings mixed operands to one type (INT to FLOAT, NUMBER to
 * FLOAT), so that no later stage has to.
 */
public final class Scalars {
    private Scalars() {}

    public static Scalar literal(double value) {
        return new Scalar.Literal(ElementType.FLOAT, value);
    }

    public static Scalar literal(int value) {
        return new Scalar.Literal(ElementType.INT, value);
    }

    public static Scalar literal(boolean value) {
        return new Scalar.Literal(ElementType.BOOL, value ? 1 : 0);
    }

    public static Scalar literal(ElementType type, double value) {
        return new Scalar.Literal(type, value);
    }

    /** The zero of a type; {@code false} of BOOL. */
    public static Scalar zero(ElementType type) {
        return new Scalar.Literal(type, 0);
    }

    /** An unguarded access. */
    public static Scalar load(Op source, List<? extends Subscript> at) {
        return new Scalar.Load(source, List.copyOf(at), java.util.Optional.empty());
    }

    /** The element of {@code source} at the op's own first axes, one for one. */
    public static Scalar loadAt(Op source, int... axes) {
        return load(source, java.util.Arrays.stream(axes).mapToObj(Affine::axis).toList());
    }

    public static Scalar apply(Primitive primitive, Scalar... arguments) {
        return apply(primitive, List.of(arguments));
    }

    /** The application with coerced arguments; a {@link KindMismatch} where the kinds do not fit at all. */
    public static Scalar apply(Primitive primitive, List<Scalar> arguments) {
        return switch (primitive) {
            case ADD, SUBTRACT, MULTIPLY, REMAINDER, MIN, MAX, NEGATE, ABS, SIGN -> {
                ElementType common = common(arguments);
                yield new Scalar.Apply(common, primitive, coerce(arguments, common));
            }
            case POWER -> {
                ElementType common = floating(common(arguments));
                yield new Scalar.Apply(common, primitive, coerce(arguments, common));
            }
            case DIVIDE, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT, FLOOR -> {
                ElementType common = floating(common(arguments));
                yield new Scalar.Apply(common, primitive, coerce(arguments, common));
            }
            case FLOOR_DIV, CEIL_DIV ->
                new Scalar.Apply(ElementType.INT, primitive, coerce(arguments, ElementType.INT));
            case EQ, NE -> {
                ElementType common = arguments.stream().allMatch(a -> a.type() == ElementType.BOOL)
                        ? ElementType.BOOL
                        : common(arguments);
                yield new Scalar.Apply(ElementType.BOOL, primitive, coerce(arguments, common));
            }
            case LT, LE, GT, GE -> new Scalar.Apply(ElementType.BOOL, primitive, coerce(arguments, common(arguments)));
            case AND, OR, NOT -> new Scalar.Apply(ElementType.BOOL, primitive, coerce(arguments, ElementType.BOOL));
            case WHERE -> {
                List<Scalar> sides = arguments.subList(1, 3);
                ElementType common =
                        sides.stream().allMatch(a -> a.type() == ElementType.BOOL) ? ElementType.BOOL : common(sides);
                List<Scalar> coerced = coerce(sides, common);
                Scalar condition = coerce(arguments.get(0), ElementType.BOOL);
                yield new Scalar.Apply(common, primitive, List.of(condition, coerced.get(0), coerced.get(1)));
            }
            case TO_FLOAT -> new Scalar.Apply(ElementType.FLOAT, primitive, arguments);
            case TO_INT -> new Scalar.Apply(ElementType.INT, primitive, arguments);
            case TO_NUMBER -> new Scalar.Apply(ElementType.NUMBER, primitive, arguments);
            case STOP -> new Scalar.Apply(arguments.getFirst().type(), primitive, arguments);
        };
    }

    public static Scalar add(Scalar a, Scalar b) {
        return apply(Primitive.ADD, a, b);
    }

    public static Scalar subtract(Scalar a, Scalar b) {
        return apply(Primitive.SUBTRACT, a, b);
    }

    public static Scalar multiply(Scalar a, Scalar b) {
        return apply(Primitive.MULTIPLY, a, b);
    }

    public static Scalar divide(Scalar a, Scalar b) {
        return apply(Primitive.DIVIDE, a, b);
    }

    public static Scalar where(Scalar condition, Scalar a, Scalar b) {
        return apply(Primitive.WHERE, condition, a, b);
    }

    /** The expression as the given type; a literal is converted at once. */
    public static Scalar coerce(Scalar scalar, ElementType type) {
        if (scalar.type() == type) {
            return scalar;
        }
        boolean bool = scalar.type() == ElementType.BOOL || type == ElementType.BOOL;
        boolean narrowing = type == ElementType.INT || type == ElementType.NUMBER && scalar.type() == ElementType.FLOAT;
        if (bool || narrowing) {
            throw new KindMismatch(scalar.type(), type);
        }
        if (scalar instanceof Scalar.Literal literal) {
            return new Scalar.Literal(type, literal.value());
        }
        return new Scalar.Apply(
                type, type == ElementType.NUMBER ? Primitive.TO_NUMBER : Primitive.TO_FLOAT, List.of(scalar));
    }

    /** A constant under another type of number. */
    public static Scalar coerceLiteral(Scalar literal, ElementType type) {
        return new Scalar.Literal(type, ((Scalar.Literal) literal).value());
    }

    private static List<Scalar> coerce(List<Scalar> scalars, ElementType type) {
        return scalars.stream().map(s -> coerce(s, type)).toList();
    }

    private static ElementType floating(ElementType type) {
        return type == ElementType.INT ? ElementType.FLOAT : type;
    }

    /** FLOAT if any is; NUMBER if any is and none is FLOAT; INT if all are. */
    private static ElementType common(List<Scalar> scalars) {
        ElementType common = ElementType.INT;
        for (Scalar scalar : scalars) {
            common = switch (scalar.type()) {
                case FLOAT -> ElementType.FLOAT;
                case NUMBER -> common == ElementType.FLOAT ? common : ElementType.NUMBER;
                case INT -> common;
                case BOOL -> throw new KindMismatch(ElementType.BOOL, ElementType.NUMBER);
            };
        }
        return common;
    }
}
