package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.VectorValue;

/** Prints vector values by the names of the Vector API. */
final class VectorEmitter {
    static final String VECTOR_PACKAGE = "jdk.incubator.vector";
    static final ClassName OPERATORS = ClassName.get(VECTOR_PACKAGE, "VectorOperators");
    static final ClassName INT_VECTOR = ClassName.get(VECTOR_PACKAGE, "IntVector");
    private static final ClassName STEPS = ClassName.get("org.dlm.runtime.vector", "Lanes");
    static final String FLOATS = "LANES";
    static final String INTS = "INTS";

    private final ScalarEmitter scalars;
    private final KernelNames names;
    private final Target target;

    VectorEmitter(ScalarEmitter scalars, KernelNames names, Target target) {
        this.scalars = scalars;
        this.names = names;
        this.target = target;
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

    CodeBlock store(int operand, CodeBlock address, VectorValue value, Optional<VectorValue> mask) {
        ElementType type = value.type();
        CodeBlock vector = type == ElementType.BOOL
                ? Fragment.wrapped("$T.zero($L)$Z.blend(1,$W$L.cast($L))", INT_VECTOR, INTS, receiver(value), INTS)
                : receiver(value);
        String array = names.array(operand);
        return mask.map(m -> Fragment.wrapped("$L$Z.intoArray($L,$W$L,$W$L)", vector, array, address, maskFor(type, m)))
                .orElseGet(() -> Fragment.wrapped("$L$Z.intoArray($L,$W$L)", vector, array, address));
    }

    private CodeBlock maskFor(ElementType type, VectorValue mask) {
        return type == ElementType.FLOAT
                ? code(mask)
                : Fragment.wrapped(point(mask) + "cast($L)", receiver(mask), INTS);
    }

    /** The value as an argument, or as all that is assigned. */
    CodeBlock code(VectorValue value) {
        return print(value).code();
    }

    /** The value as that of which a method is called. */
    CodeBlock receiver(VectorValue value) {
        return print(value).in(Fragment.Binding.PRIMARY);
    }

    /** How a call begins: the line may end before the point, but not after a mere name. */
    private static String point(VectorValue receiver) {
        return receiver instanceof VectorValue.Local ? "$L." : "$L$Z.";
    }

    private Fragment print(VectorValue value) {
        return switch (value) {
            case VectorValue.Choose choose ->
                Fragment.of(
                        Fragment.Binding.CHOICE,
                        "$L$W? $L$W: $L",
                        scalars.print(choose.condition()).in(Fragment.Binding.OR),
                        print(choose.then()).in(Fragment.Binding.OR),
                        code(choose.otherwise()));
            case VectorValue.Apply apply -> apply(apply);
            case VectorValue.Local local -> primary(local);
            case VectorValue.Broadcast broadcast -> primary(broadcast);
            case VectorValue.Load load -> primary(load);
            case VectorValue.Lanes lanes -> primary(lanes);
            case VectorValue.InRange range -> primary(range);
            case VectorValue.Fma fma -> primary(fma);
            case VectorValue.Bits bits -> primary(bits);
            case VectorValue.Exchange exchange -> primary(exchange);
            case VectorValue.EverySecond every -> primary(every);
            case VectorValue.ByTurns turns -> primary(turns);
            case VectorValue.LaneBit bit -> primary(bit);
        };
    }

    private Fragment primary(VectorValue value) {
        return new Fragment(call(value), Fragment.Binding.PRIMARY);
    }

    /** A name, or a call of a method. */
    private CodeBlock call(VectorValue value) {
        return switch (value) {
            case VectorValue.Local local -> CodeBlock.of("$L", names.variable(local.variable()));
            case VectorValue.Broadcast broadcast -> broadcast(broadcast);
            case VectorValue.Load load -> load(load);
            case VectorValue.Lanes lanes ->
                Fragment.wrapped(
                        "$T.broadcast($L,$W$L)$Z.addIndex($L)",
                        INT_VECTOR,
                        INTS,
                        scalars.code(lanes.first()),
                        lanes.stride());
            case VectorValue.InRange range -> inRange(range.first(), range.size());
            case VectorValue.Fma fma ->
                Fragment.wrapped(point(fma.a()) + "fma($L,$W$L)", receiver(fma.a()), code(fma.b()), code(fma.c()));
            case VectorValue.Bits bits -> bits(bits);
            case VectorValue.Exchange exchange ->
                Fragment.wrapped(
                        point(exchange.vector()) + "rearrange($T.$L_BY_$L)",
                        receiver(exchange.vector()),
                        STEPS,
                        lanesName(),
                        exchange.bit());
            case VectorValue.EverySecond every ->
                mixed(every.first(), every.second(), "EVERY_2_FROM_" + every.from(), target.lanes() / 2);
            case VectorValue.ByTurns turns -> mixed(turns.first(), turns.second(), "BY_TURNS_HALF_" + turns.half(), 1);
            case VectorValue.LaneBit bit -> CodeBlock.of("$T.$L_AT_$L", STEPS, lanesName(), bit.bit());
            case VectorValue.Choose choose -> throw new IllegalArgumentException("no call: " + choose);
            case VectorValue.Apply apply -> throw new IllegalArgumentException("no call: " + apply);
        };
    }

    /** Two vectors with their lanes moved in the same way; the second gives those lanes whose number has the bit. */
    private CodeBlock mixed(VectorValue first, VectorValue second, String shuffle, int bit) {
        return CodeBlock.of(
                "$1L$Z.rearrange($3T.$4L_$5L)$Z.blend($2L$Z.rearrange($3T.$4L_$5L),$W$3T.$4L_AT_$6L)",
                receiver(first),
                receiver(second),
                STEPS,
                lanesName(),
                shuffle,
                bit);
    }

    /** How {@code org.dlm.runtime.vector.Lanes} calls its constants for these vectors. */
    private String lanesName() {
        return (target.precision() == Precision.F32 ? "FLOATS_" : "DOUBLES_") + target.lanes();
    }

    /**
     * Lanes l with {@code 0 <= first + l < size}. Java has no fast form for a negative first, which makes objects; those lanes
     * are taken away: {@code l < size - first} and not {@code l < -first}.
     */
    private CodeBlock inRange(Place first, Place size) {
        if (first.neverNegative()) {
            return Fragment.wrapped("$L.indexInRange($L,$W$L)", FLOATS, scalars.code(first), scalars.code(size));
        }
        Place before = first.times(-1);
        return Fragment.wrapped(
                "$1L.indexInRange(0,$W$2L)$Z.andNot($1L.indexInRange(0,$W$3L))",
                FLOATS,
                scalars.code(size.plus(before)),
                scalars.code(before));
    }

    /** Only functions of f32 take numbers apart. */
    private CodeBlock bits(VectorValue.Bits bits) {
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
        return code.add("$Z.reinterpretAsFloats()").build();
    }

    private CodeBlock broadcast(VectorValue.Broadcast broadcast) {
        Expression scalar = broadcast.scalar();
        if (scalar.type() == ElementType.BOOL) {
            return CodeBlock.of("$L.maskAll($L)", FLOATS, scalars.code(scalar));
        }
        boolean zero = scalar instanceof Expression.Constant constant && Double.doubleToLongBits(constant.value()) == 0;
        if (scalar.type() == ElementType.INT) {
            return zero
                    ? CodeBlock.of("$T.zero($L)", INT_VECTOR, INTS)
                    : Fragment.wrapped("$T.broadcast($L,$W$L)", INT_VECTOR, INTS, scalars.code(scalar));
        }
        return zero
                ? CodeBlock.of("$T.zero($L)", floatVector(target), FLOATS)
                : Fragment.wrapped("$T.broadcast($L,$W$L)", floatVector(target), FLOATS, scalars.code(scalar));
    }

    private CodeBlock load(VectorValue.Load load) {
        boolean floats = load.type() == ElementType.FLOAT;
        CodeBlock vector = fromArray(load, floats);
        return load.type() == ElementType.BOOL
                ? Fragment.wrapped("$L$Z.compare($T.NE, 0)$Z.cast($L)", vector, OPERATORS, FLOATS)
                : vector;
    }

    private CodeBlock fromArray(VectorValue.Load load, boolean floats) {
        CodeBlock mask = load.mask()
                .map(m -> CodeBlock.of(",$W$L", maskFor(load.type(), m)))
                .orElse(CodeBlock.of(""));
        return Fragment.wrapped(
                "$T.fromArray($L, $L,$W$L$L)",
                floats ? floatVector(target) : INT_VECTOR,
                floats ? FLOATS : INTS,
                names.array(load.operand()),
                scalars.address(load.operand(), load.at()),
                mask);
    }

    private Fragment apply(VectorValue.Apply apply) {
        VectorValue a = apply.argument(0);
        return switch (apply.primitive()) {
            case ADD -> binary("add", apply, true);
            case SUBTRACT -> binary("sub", apply, false);
            case MULTIPLY -> binary("mul", apply, true);
            case DIVIDE -> binary("div", apply, false);
            case MIN -> binary("min", apply, true);
            case MAX -> binary("max", apply, true);
            case NEGATE -> Fragment.primary(point(a) + "neg()", receiver(a));
            case ABS -> Fragment.primary(point(a) + "abs()", receiver(a));
            case SQRT -> Fragment.primary(point(a) + "sqrt()", receiver(a));
            case EQ, NE, LT, LE, GT, GE -> compare(apply);
            case AND -> Fragment.primary(point(a) + "and($L)", receiver(a), code(apply.argument(1)));
            case OR -> Fragment.primary(point(a) + "or($L)", receiver(a), code(apply.argument(1)));
            case NOT -> Fragment.primary(point(a) + "not()", receiver(a));
            case WHERE -> where(apply);
            case TO_FLOAT -> toFloat(a);
            case STOP -> print(a);
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SIGN, FLOOR ->
                throw new IllegalArgumentException("functions of vectors are written out: " + apply.primitive());
            case POWER, REMAINDER, FLOOR_DIV, CEIL_DIV, TO_INT, TO_NUMBER ->
                throw new IllegalArgumentException("no vector form of " + apply.primitive());
        };
    }

    /** A broadcast second argument is given as a scalar, which reads better and means the same. */
    private Fragment binary(String name, VectorValue.Apply apply, boolean commutes) {
        VectorValue a = apply.argument(0);
        VectorValue b = apply.argument(1);
        if (commutes && a instanceof VectorValue.Broadcast && !(b instanceof VectorValue.Broadcast)) {
            return Fragment.primary(point(b) + "$L($L)", receiver(b), name, argument(a));
        }
        return Fragment.primary(point(a) + "$L($L)", receiver(a), name, argument(b));
    }

    private CodeBlock argument(VectorValue value) {
        return value instanceof VectorValue.Broadcast broadcast ? scalars.code(broadcast.scalar()) : code(value);
    }

    private Fragment compare(VectorValue.Apply apply) {
        VectorValue a = apply.argument(0);
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

    private Fragment where(VectorValue.Apply apply) {
        VectorValue condition = apply.argument(0);
        VectorValue chosen = apply.argument(1);
        VectorValue other = apply.argument(2);
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

    private Fragment toFloat(VectorValue value) {
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
            case FLOAT, NUMBER -> print(value);
        };
    }
}
