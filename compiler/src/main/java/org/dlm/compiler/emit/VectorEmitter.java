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
                "$L.reduceLanes($T.$L)",
                code(lanes.vector()),
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
                ? CodeBlock.of("$T.zero($L).blend(1, $L.cast($L))", INT_VECTOR, INTS, code(value), INTS)
                : code(value);
        String array = names.array(operand);
        return mask.map(m -> CodeBlock.of("$L.intoArray($L, $L, $L)", vector, array, address, maskFor(type, m)))
                .orElseGet(() -> CodeBlock.of("$L.intoArray($L, $L)", vector, array, address));
    }

    private CodeBlock maskFor(ElementType type, VectorValue mask) {
        return type == ElementType.FLOAT ? code(mask) : CodeBlock.of("$L.cast($L)", code(mask), INTS);
    }

    CodeBlock code(VectorValue value) {
        return switch (value) {
            case VectorValue.Local local -> CodeBlock.of("$L", names.variable(local.variable()));
            case VectorValue.Broadcast broadcast -> broadcast(broadcast);
            case VectorValue.Load load -> load(load);
            case VectorValue.Lanes lanes ->
                CodeBlock.of(
                        "$T.broadcast($L, $L).addIndex($L)",
                        INT_VECTOR,
                        INTS,
                        scalars.code(lanes.first()),
                        lanes.stride());
            case VectorValue.InRange range -> inRange(range.first(), range.size());
            case VectorValue.Fma fma -> CodeBlock.of("$L.fma($L, $L)", code(fma.a()), code(fma.b()), code(fma.c()));
            case VectorValue.Choose choose ->
                CodeBlock.of(
                        "($L ? $L : $L)",
                        scalars.print(choose.condition()).in(Fragment.Binding.OR),
                        code(choose.then()),
                        code(choose.otherwise()));
            case VectorValue.Bits bits -> bits(bits);
            case VectorValue.Exchange exchange ->
                CodeBlock.of("$L.rearrange($T.$L_BY_$L)", code(exchange.vector()), STEPS, lanesName(), exchange.bit());
            case VectorValue.EverySecond every ->
                mixed(every.first(), every.second(), "EVERY_2_FROM_" + every.from(), target.lanes() / 2);
            case VectorValue.ByTurns turns -> mixed(turns.first(), turns.second(), "BY_TURNS_HALF_" + turns.half(), 1);
            case VectorValue.LaneBit bit -> CodeBlock.of("$T.$L_AT_$L", STEPS, lanesName(), bit.bit());
            case VectorValue.Apply apply -> apply(apply);
        };
    }

    /** Two vectors with their lanes moved in the same way; the second gives those lanes whose number has the bit. */
    private CodeBlock mixed(VectorValue first, VectorValue second, String shuffle, int bit) {
        return CodeBlock.of(
                "$1L.rearrange($3T.$4L_$5L).blend($2L.rearrange($3T.$4L_$5L), $3T.$4L_AT_$6L)",
                code(first),
                code(second),
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
            return CodeBlock.of("$L.indexInRange($L, $L)", FLOATS, scalars.code(first), scalars.code(size));
        }
        Place before = first.times(-1);
        return CodeBlock.of(
                "$1L.indexInRange(0, $2L).andNot($1L.indexInRange(0, $3L))",
                FLOATS,
                scalars.code(size.plus(before)),
                scalars.code(before));
    }

    /** Only functions of f32 take numbers apart. */
    private CodeBlock bits(VectorValue.Bits bits) {
        CodeBlock.Builder code = CodeBlock.builder().add("$L.reinterpretAsInts()", code(bits.value()));
        if (bits.left() != 0) {
            code.add(".lanewise($T.$L, $L)", OPERATORS, bits.left() > 0 ? "LSHL" : "LSHR", Math.abs(bits.left()));
        }
        if (bits.kept() != -1) {
            code.add(".and(0x$L)", Integer.toHexString(bits.kept()));
        }
        if (bits.added() != 0) {
            code.add(".or(0x$L)", Integer.toHexString(bits.added()));
        }
        return code.add(".reinterpretAsFloats()").build();
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
                    : CodeBlock.of("$T.broadcast($L, $L)", INT_VECTOR, INTS, scalars.code(scalar));
        }
        return zero
                ? CodeBlock.of("$T.zero($L)", floatVector(target), FLOATS)
                : CodeBlock.of("$T.broadcast($L, $L)", floatVector(target), FLOATS, scalars.code(scalar));
    }

    private CodeBlock load(VectorValue.Load load) {
        boolean floats = load.type() == ElementType.FLOAT;
        CodeBlock vector = fromArray(load, floats);
        return load.type() == ElementType.BOOL
                ? CodeBlock.of("$L.compare($T.NE, 0).cast($L)", vector, OPERATORS, FLOATS)
                : vector;
    }

    private CodeBlock fromArray(VectorValue.Load load, boolean floats) {
        CodeBlock mask = load.mask()
                .map(m -> CodeBlock.of(", $L", maskFor(load.type(), m)))
                .orElse(CodeBlock.of(""));
        return CodeBlock.of(
                "$T.fromArray($L, $L, $L$L)",
                floats ? floatVector(target) : INT_VECTOR,
                floats ? FLOATS : INTS,
                names.array(load.operand()),
                scalars.address(load.operand(), load.at()),
                mask);
    }

    private CodeBlock apply(VectorValue.Apply apply) {
        VectorValue a = apply.argument(0);
        return switch (apply.primitive()) {
            case ADD -> binary("add", apply, true);
            case SUBTRACT -> binary("sub", apply, false);
            case MULTIPLY -> binary("mul", apply, true);
            case DIVIDE -> binary("div", apply, false);
            case MIN -> binary("min", apply, true);
            case MAX -> binary("max", apply, true);
            case NEGATE -> CodeBlock.of("$L.neg()", code(a));
            case ABS -> CodeBlock.of("$L.abs()", code(a));
            case SQRT -> CodeBlock.of("$L.sqrt()", code(a));
            case EQ, NE, LT, LE, GT, GE -> compare(apply);
            case AND -> CodeBlock.of("$L.and($L)", code(a), code(apply.argument(1)));
            case OR -> CodeBlock.of("$L.or($L)", code(a), code(apply.argument(1)));
            case NOT -> CodeBlock.of("$L.not()", code(a));
            case WHERE -> where(apply);
            case TO_FLOAT -> toFloat(a);
            case STOP -> code(a);
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SIGN, FLOOR ->
                throw new IllegalArgumentException("functions of vectors are written out: " + apply.primitive());
            case POWER, REMAINDER, FLOOR_DIV, CEIL_DIV, TO_INT, TO_NUMBER ->
                throw new IllegalArgumentException("no vector form of " + apply.primitive());
        };
    }

    /** A broadcast second argument is given as a scalar, which reads better and means the same. */
    private CodeBlock binary(String name, VectorValue.Apply apply, boolean commutes) {
        VectorValue a = apply.argument(0);
        VectorValue b = apply.argument(1);
        if (commutes && a instanceof VectorValue.Broadcast && !(b instanceof VectorValue.Broadcast)) {
            return CodeBlock.of("$L.$L($L)", code(b), name, argument(a));
        }
        return CodeBlock.of("$L.$L($L)", code(a), name, argument(b));
    }

    private CodeBlock argument(VectorValue value) {
        return value instanceof VectorValue.Broadcast broadcast ? scalars.code(broadcast.scalar()) : code(value);
    }

    private CodeBlock compare(VectorValue.Apply apply) {
        VectorValue a = apply.argument(0);
        CodeBlock mask = CodeBlock.of(
                "$L.compare($T.$L, $L)", code(a), OPERATORS, apply.primitive().name(), argument(apply.argument(1)));
        return a.type() == ElementType.INT ? CodeBlock.of("$L.cast($L)", mask, FLOATS) : mask;
    }

    private CodeBlock where(VectorValue.Apply apply) {
        CodeBlock condition = code(apply.argument(0));
        VectorValue chosen = apply.argument(1);
        VectorValue other = apply.argument(2);
        return switch (apply.type()) {
            case BOOL -> CodeBlock.of("$L.and($L).or($L.andNot($L))", condition, code(chosen), code(other), condition);
            case INT -> CodeBlock.of("$L.blend($L, $L.cast($L))", code(other), argument(chosen), condition, INTS);
            case FLOAT, NUMBER -> CodeBlock.of("$L.blend($L, $L)", code(other), argument(chosen), condition);
        };
    }

    private CodeBlock toFloat(VectorValue value) {
        boolean single = target.precision() == Precision.F32;
        return switch (value.type()) {
            case BOOL ->
                CodeBlock.of(
                        "$T.zero($L).blend($L, $L)", floatVector(target), FLOATS, single ? "1f" : "1.0", code(value));
            case INT ->
                CodeBlock.of(
                        "(($T) $L.convertShape($T.$L, $L, 0))",
                        floatVector(target),
                        code(value),
                        OPERATORS,
                        single ? "I2F" : "I2D",
                        FLOATS);
            case FLOAT, NUMBER -> code(value);
        };
    }
}
