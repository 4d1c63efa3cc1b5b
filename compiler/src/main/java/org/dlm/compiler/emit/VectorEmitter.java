package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;

/** Prints vectors by the methods of the Vector API. */
final class VectorEmitter {
    static final String VECTOR_PACKAGE = "jdk.incubator.vector";
    static final ClassName OPERATORS = ClassName.get(VECTOR_PACKAGE, "VectorOperators");
    static final ClassName INT_VECTOR = ClassName.get(VECTOR_PACKAGE, "IntVector");
    private static final ClassName STEPS = ClassName.get("org.dlm.runtime.vector", "Lanes");
    static final String FLOATS = "LANES";
    static final String INTS = "INTS";

    private final KernelNames names;
    private final Target target;
    private final PlaceEmitter places;
    private final ExpressionEmitter values;

    VectorEmitter(KernelNames names, Target target, PlaceEmitter places, ExpressionEmitter values) {
        this.names = names;
        this.target = target;
        this.places = places;
        this.values = values;
    }

    static ClassName floatVector(Target target) {
        return ClassName.get(VECTOR_PACKAGE, target.precision() == Precision.F32 ? "FloatVector" : "DoubleVector");
    }

    static ClassName floatBox(Target target) {
        return ClassName.get("java.lang", target.precision() == Precision.F32 ? "Float" : "Double");
    }

    /** The type of a local. */
    TypeName type(ElementType type) {
        return switch (type) {
            case FLOAT, NUMBER -> floatVector(target);
            case INT -> INT_VECTOR;
            case BOOL -> ParameterizedTypeName.get(ClassName.get(VECTOR_PACKAGE, "VectorMask"), floatBox(target));
        };
    }

    Fragment reduceLanes(Expression.ReduceLanes lanes) {
        return Fragment.primary(
                point(lanes.vector()) + "reduceLanes($T.$L)",
                receiver(lanes.vector()),
                OPERATORS,
                switch (lanes.primitive()) {
                    case MIN -> "MIN";
                    case MAX -> "MAX";
                    default -> throw new IllegalArgumentException("no reduction of lanes by " + lanes.primitive());
                });
    }

    CodeBlock store(Statement.Store store) {
        Expression value = store.value();
        CodeBlock vector = value.type() == ElementType.BOOL
                ? Fragment.wrapped("$T.zero($L)$Z.blend(1,$W$L.cast($L))", INT_VECTOR, INTS, receiver(value), INTS)
                : receiver(value);
        String array = names.array(store.operand());
        CodeBlock address = places.address(store.operand(), store.at());
        return store.mask()
                .map(mask -> Fragment.wrapped(
                        "$L$Z.intoArray($L,$W$L,$W$L)", vector, array, address, maskFor(value.type(), mask)))
                .orElseGet(() -> Fragment.wrapped("$L$Z.intoArray($L,$W$L)", vector, array, address));
    }

    private CodeBlock maskFor(ElementType type, Expression mask) {
        return type == ElementType.FLOAT
                ? code(mask)
                : Fragment.wrapped(point(mask) + "cast($L)", receiver(mask), INTS);
    }

    private CodeBlock code(Expression value) {
        return values.code(value);
    }

    /** The value as that of which a method is called. */
    CodeBlock receiver(Expression value) {
        return values.print(value).in(Fragment.Binding.PRIMARY);
    }

    /** How a call begins: the line may end before the point, but not after a mere name. */
    private static String point(Expression receiver) {
        return receiver instanceof Expression.Local ? "$L." : "$L$Z.";
    }

    Fragment lanes(Expression.Lanes lanes) {
        return Fragment.primary(
                "$T.broadcast($L,$W$L)$Z.addIndex($L)", INT_VECTOR, INTS, places.code(lanes.first()), lanes.stride());
    }

    Fragment fma(Expression.Fma fma) {
        return Fragment.primary(point(fma.a()) + "fma($L,$W$L)", receiver(fma.a()), code(fma.b()), code(fma.c()));
    }

    Fragment exchange(Expression.Exchange exchange) {
        return Fragment.primary(
                point(exchange.vector()) + "rearrange($T.$L_BY_$L)",
                receiver(exchange.vector()),
                STEPS,
                lanesName(),
                exchange.bit());
    }

    Fragment everySecond(Expression.EverySecond every) {
        return mixed(every.first(), every.second(), "EVERY_2_FROM_" + every.from(), target.lanes() / 2);
    }

    Fragment byTurns(Expression.ByTurns turns) {
        return mixed(turns.first(), turns.second(), "BY_TURNS_HALF_" + turns.half(), 1);
    }

    Fragment laneBit(Expression.LaneBit bit) {
        return Fragment.primary("$T.$L_AT_$L", STEPS, lanesName(), bit.bit());
    }

    /** Two vectors with their lanes moved in the same way; the second gives those lanes whose number has the bit. */
    private Fragment mixed(Expression first, Expression second, String shuffle, int bit) {
        CodeBlock code = CodeBlock.of(
                "$1L$Z.rearrange($3T.$4L_$5L)$Z.blend($2L$Z.rearrange($3T.$4L_$5L),$W$3T.$4L_AT_$6L)",
                receiver(first),
                receiver(second),
                STEPS,
                lanesName(),
                shuffle,
                bit);
        return new Fragment(code, Fragment.Binding.PRIMARY);
    }

    /** How {@code org.dlm.runtime.vector.Lanes} calls its constants for these vectors. */
    private String lanesName() {
        return (target.precision() == Precision.F32 ? "FLOATS_" : "DOUBLES_") + target.lanes();
    }

    /**
     * Lanes l with {@code 0 <= first + l < size}. Java has no fast form for a negative first, which makes objects; those lanes
     * are taken away: {@code l < size - first} and not {@code l < -first}.
     */
    Fragment inRange(Place first, Place size) {
        if (first.neverNegative()) {
            return Fragment.primary("$L.indexInRange($L,$W$L)", FLOATS, places.code(first), places.code(size));
        }
        Place before = first.times(-1);
        return Fragment.primary(
                "$1L.indexInRange(0,$W$2L)$Z.andNot($1L.indexInRange(0,$W$3L))",
                FLOATS,
                places.code(size.plus(before)),
                places.code(before));
    }

    /** Only functions of f32 take numbers apart. */
    Fragment bits(Expression.Bits bits) {
        CodeBlock.Builder code =
                CodeBlock.builder().add(point(bits.value()) + "reinterpretAsInts()", receiver(bits.value()));
        if (bits.left() != 0) {
            code.add("$Z.lanewise($T.$L, $L)", OPERATORS, bits.left() > 0 ? "LSHL" : "LSHR", Math.abs(bits.left()));
        }
        if (bits.kept() != -1) {
            code.add("$Z.and(0x$L)", Integer.toHexString(bits.kept()));
        }
        if (bits.added() != 0) {
            code.add("$Z.or(0x$L)", Integer.toHexString(bits.added()));
        }
        code.add("$Z.reinterpretAsFloats()");
        return new Fragment(code.build(), Fragment.Binding.PRIMARY);
    }

    Fragment broadcast(Expression number) {
        if (number.type() == ElementType.BOOL) {
            return Fragment.primary("$L.maskAll($L)", FLOATS, code(number));
        }
        boolean zero = number.equals(Expression.constant(number.type(), 0));
        boolean integer = number.type() == ElementType.INT;
        ClassName vector = integer ? INT_VECTOR : floatVector(target);
        String species = integer ? INTS : FLOATS;
        return zero
                ? Fragment.primary("$T.zero($L)", vector, species)
                : Fragment.primary("$T.broadcast($L,$W$L)", vector, species, code(number));
    }

    Fragment load(Expression.Load load) {
        boolean floats = load.type() == ElementType.FLOAT;
        CodeBlock mask = load.mask()
                .map(m -> CodeBlock.of(",$W$L", maskFor(load.type(), m)))
                .orElse(CodeBlock.of(""));
        Fragment vector = Fragment.primary(
                "$T.fromArray($L, $L,$W$L$L)",
                floats ? floatVector(target) : INT_VECTOR,
                floats ? FLOATS : INTS,
                names.array(load.operand()),
                places.address(load.operand(), load.at()),
                mask);
        return load.type() == ElementType.BOOL
                ? Fragment.primary("$L$Z.compare($T.NE, 0)$Z.cast($L)", vector.code(), OPERATORS, FLOATS)
                : vector;
    }

    Fragment apply(Expression.Apply apply) {
        Expression a = apply.argument(0);
        String word = apply.primitive().word();
        return switch (apply.primitive()) {
            case ADD -> binary("add", apply, true);
            case SUBTRACT -> binary("sub", apply, false);
            case MULTIPLY -> binary("mul", apply, true);
            case DIVIDE -> binary("div", apply, false);
            case MIN, MAX -> binary(word, apply, true);
            case NEGATE -> Fragment.primary(point(a) + "neg()", receiver(a));
            case ABS, SQRT, NOT -> Fragment.primary(point(a) + "$L()", receiver(a), word);
            case AND, OR -> Fragment.primary(point(a) + "$L($L)", receiver(a), word, code(apply.argument(1)));
            case EQ, NE, LT, LE, GT, GE -> compare(apply);
            case WHERE -> where(apply);
            case TO_FLOAT -> toFloat(a);
            case STOP -> values.print(a);
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SIGN, FLOOR ->
                throw new IllegalArgumentException("functions of vectors are written out: " + apply.primitive());
            case POWER, REMAINDER, FLOOR_DIV, CEIL_DIV, TO_INT, TO_NUMBER ->
                throw new IllegalArgumentException("no vector form of " + apply.primitive());
        };
    }

    /** A broadcast second argument is given as a scalar, which reads better and means the same. */
    private Fragment binary(String name, Expression.Apply apply, boolean commutes) {
        Expression a = apply.argument(0);
        Expression b = apply.argument(1);
        if (commutes && a instanceof Expression.Broadcast && !(b instanceof Expression.Broadcast)) {
            return Fragment.primary(point(b) + "$L($L)", receiver(b), name, argument(a));
        }
        return Fragment.primary(point(a) + "$L($L)", receiver(a), name, argument(b));
    }

    private CodeBlock argument(Expression value) {
        return value instanceof Expression.Broadcast broadcast ? code(broadcast.scalar()) : code(value);
    }

    private Fragment compare(Expression.Apply apply) {
        Expression a = apply.argument(0);
        CodeBlock mask = Fragment.wrapped(
                point(a) + "compare($T.$L,$W$L)",
                receiver(a),
                OPERATORS,
                apply.primitive().name(),
                argument(apply.argument(1)));
        return a.type() == ElementType.INT
                ? Fragment.primary("$L$Z.cast($L)", mask, FLOATS)
                : new Fragment(mask, Fragment.Binding.PRIMARY);
    }

    private Fragment where(Expression.Apply apply) {
        Expression condition = apply.argument(0);
        Expression chosen = apply.argument(1);
        Expression other = apply.argument(2);
        return switch (apply.type()) {
            case BOOL ->
                Fragment.primary(
                        point(condition) + "and($L)$Z.or($L.andNot($L))",
                        receiver(condition),
                        code(chosen),
                        receiver(other),
                        code(condition));
            case INT ->
                Fragment.primary(
                        point(other) + "blend($L,$W$L.cast($L))",
                        receiver(other),
                        argument(chosen),
                        receiver(condition),
                        INTS);
            case FLOAT, NUMBER ->
                Fragment.primary(point(other) + "blend($L,$W$L)", receiver(other), argument(chosen), code(condition));
        };
    }

    private Fragment toFloat(Expression value) {
        boolean single = target.precision() == Precision.F32;
        return switch (value.type()) {
            case BOOL ->
                Fragment.primary(
                        "$T.zero($L)$Z.blend($L,$W$L)",
                        floatVector(target),
                        FLOATS,
                        single ? "1f" : "1.0",
                        code(value));
            case INT ->
                Fragment.of(
                        Fragment.Binding.SIGN,
                        "($T) $L$Z.convertShape($T.$L, $L, 0)",
                        floatVector(target),
                        receiver(value),
                        OPERATORS,
                        single ? "I2F" : "I2D",
                        FLOATS);
            case FLOAT, NUMBER -> values.print(value);
        };
    }
}
