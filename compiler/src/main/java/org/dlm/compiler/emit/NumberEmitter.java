package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.emit.Fragment.Binding;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;

/** Prints run-time arithmetic (learning rates, schedules, bias corrections) as Java expressions of doubles. */
final class NumberEmitter {
    private static final ClassName FUNCTIONS = ClassName.get("org.dlm.runtime.vector", "Functions");

    private final Map<Op, String> fields;

    NumberEmitter(Map<Op, String> fields) {
        this.fields = fields;
    }

    /** The value of a computed number; the fields of its operands must be set already. */
    CodeBlock value(Op op) {
        return expression(((OpKind.Indexed) op.kind()).body()).code();
    }

    private Fragment expression(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Literal literal -> literal(literal);
            case Scalar.IndexValue index ->
                signed(index.index().constant() < 0, "$L", index.index().constant());
            case Scalar.Size size ->
                size.extent() instanceof Extent.Batch
                        ? Fragment.primary("batch")
                        : Fragment.primary("$L", size.extent().fixedSize());
            case Scalar.Load load ->
                Fragment.primary("$L", fields.get(load.source().root()));
            case Scalar.Apply apply ->
                apply(apply, apply.arguments().stream().map(this::expression).toList());
        };
    }

    private static Fragment literal(Scalar.Literal literal) {
        boolean negative = Math.copySign(1, literal.value()) < 0;
        return switch (literal.type()) {
            case INT -> signed(negative, "$L", (int) literal.value());
            case BOOL -> Fragment.primary("$L", literal.value() != 0);
            case FLOAT, NUMBER -> signed(negative, "$L", Literals.ofDouble(literal.value()));
        };
    }

    private static Fragment signed(boolean negative, String format, Object value) {
        return Fragment.of(negative ? Binding.SIGN : Binding.PRIMARY, format, value);
    }

    private static Fragment apply(Scalar.Apply apply, List<Fragment> arguments) {
        boolean whole = apply.type() == ElementType.INT;
        String word = apply.primitive().word();
        return switch (apply.primitive()) {
            case ADD, SUBTRACT -> infix(Binding.SUM, word, arguments);
            case MULTIPLY, DIVIDE -> infix(Binding.PRODUCT, word, arguments);
            case EQ, NE -> infix(Binding.EQUALITY, word, arguments);
            case LT, LE, GT, GE -> infix(Binding.COMPARISON, word, arguments);
            case AND -> infix(Binding.AND, "&&", arguments);
            case OR -> infix(Binding.OR, "||", arguments);
            case NOT -> Fragment.of(Binding.SIGN, "!$L", arguments.getFirst().in(Binding.PRIMARY));
            case NEGATE -> Fragment.of(Binding.SIGN, "-$L", arguments.getFirst().in(Binding.PRIMARY));
            case WHERE ->
                Fragment.of(
                        Binding.CHOICE,
                        "$L$W? $L$W: $L",
                        arguments.get(0).in(Binding.OR),
                        arguments.get(1).in(Binding.OR),
                        arguments.get(2).in(Binding.CHOICE));
            case TO_NUMBER, TO_FLOAT -> Fragment.of(Binding.SIGN, "(double) $L", operand(arguments));
            case TO_INT -> Fragment.of(Binding.SIGN, "(int) $L", operand(arguments));
            case STOP -> arguments.getFirst();
            case REMAINDER -> whole ? call("floorMod", arguments) : remainder(arguments);
            case SIGN -> call("signum", arguments);
            case FLOOR_DIV -> call("floorDiv", arguments);
            case CEIL_DIV -> call("ceilDiv", arguments);
            case EXP, EXPM1, LOG, LOG1P, TANH -> strict(word, arguments);
            // those of StrictMath allocate, or are not there
            case SIN, COS, ERF -> Fragment.primary("$T.$L($L)", FUNCTIONS, word, list(arguments));
            case POWER -> Fragment.primary("$T.pow($L)", FUNCTIONS, list(arguments));
            case SQRT, ABS, FLOOR, MIN, MAX -> call(word, arguments);
        };
    }

    private static CodeBlock operand(List<Fragment> arguments) {
        return arguments.getFirst().in(Binding.PRIMARY);
    }

    /** {@code a - b * floor(a / b)}. */
    private static Fragment remainder(List<Fragment> arguments) {
        return Fragment.of(
                Binding.SUM,
                "$1L$W- $2L * $3T.floor($4L / $2L)",
                arguments.get(0).in(Binding.SUM),
                arguments.get(1).in(Binding.SIGN),
                Math.class,
                arguments.get(0).in(Binding.PRODUCT));
    }

    private static Fragment infix(Binding binding, String sign, List<Fragment> arguments) {
        return Fragment.of(
                binding,
                "$L$W$L $L",
                arguments.get(0).in(binding),
                sign,
                arguments.get(1).in(binding.next()));
    }

    /** What {@link Math} may compute otherwise on other machines. */
    private static Fragment strict(String function, List<Fragment> arguments) {
        return Fragment.primary("$T.$L($L)", StrictMath.class, function, list(arguments));
    }

    private static Fragment call(String function, List<Fragment> arguments) {
        return Fragment.primary("$T.$L($L)", Math.class, function, list(arguments));
    }

    private static CodeBlock list(List<Fragment> arguments) {
        return Fragment.list(arguments.stream().map(Fragment::code).toList());
    }
}
