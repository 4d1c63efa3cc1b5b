package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.memory.MemoryPlan;

/** Prints run-time arithmetic (learning rates, schedules, bias corrections) as Java expressions of doubles. */
final class NumberEmitter {
    private static final ClassName FUNCTIONS = ClassName.get("org.dlm.runtime.vector", "Functions");

    private final Map<Op, String> fields;

    NumberEmitter(Map<Op, String> fields) {
        this.fields = fields;
    }

    /** The value of a computed number; the fields of its operands must be set already. */
    CodeBlock value(Op op) {
        return expression(((OpKind.Indexed) op.kind()).body());
    }

    private CodeBlock expression(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Literal literal -> literal(literal);
            case Scalar.IndexValue index -> CodeBlock.of("$L", index.index().constant());
            case Scalar.Size size ->
                size.extent() instanceof Extent.Batch
                        ? CodeBlock.of("batch")
                        : CodeBlock.of("$L", size.extent().fixedSize());
            case Scalar.Load load -> CodeBlock.of("$L", fields.get(MemoryPlan.root(load.source())));
            case Scalar.Apply apply ->
                apply(apply, apply.arguments().stream().map(this::expression).toList());
        };
    }

    private static CodeBlock literal(Scalar.Literal literal) {
        return switch (literal.type()) {
            case INT -> CodeBlock.of("$L", (int) literal.value());
            case BOOL -> CodeBlock.of("$L", literal.value() != 0);
            case FLOAT, NUMBER -> Literals.ofDouble(literal.value());
        };
    }

    private static CodeBlock apply(Scalar.Apply apply, List<CodeBlock> arguments) {
        boolean whole = apply.type() == ElementType.INT;
        return switch (apply.primitive()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> infix(apply.primitive().word(), arguments);
            case EQ, NE, LT, LE, GT, GE -> infix(apply.primitive().word(), arguments);
            case AND -> infix("&&", arguments);
            case OR -> infix("||", arguments);
            case NOT -> CodeBlock.of("!$L", arguments.get(0));
            case NEGATE -> CodeBlock.of("(-$L)", arguments.get(0));
            case WHERE -> CodeBlock.of("($L ? $L : $L)", arguments.get(0), arguments.get(1), arguments.get(2));
            case TO_NUMBER, TO_FLOAT -> CodeBlock.of("(double) $L", arguments.get(0));
            case TO_INT -> CodeBlock.of("(int) $L", arguments.get(0));
            case STOP -> arguments.get(0);
            case REMAINDER ->
                whole
                        ? call("floorMod", arguments)
                        : CodeBlock.of(
                                "($1L - $2L * $3T.floor($1L / $2L))", arguments.get(0), arguments.get(1), Math.class);
            case POWER -> strict("pow", arguments);
            case SIGN -> call("signum", arguments);
            case FLOOR_DIV -> call("floorDiv", arguments);
            case CEIL_DIV -> call("ceilDiv", arguments);
            case EXP, EXPM1, LOG, LOG1P, TANH -> strict(apply.primitive().word(), arguments);
            // those of StrictMath allocate
            case SIN, COS ->
                CodeBlock.of("$T.$L($L)", FUNCTIONS, apply.primitive().word(), arguments.getFirst());
            case SQRT, ABS, FLOOR, MIN, MAX -> call(apply.primitive().word(), arguments);
            case ERF ->
                throw new IllegalStateException(
                        "this is a bug in dlmc: " + Primitive.ERF.word() + " of a run-time number");
        };
    }

    private static CodeBlock infix(String sign, List<CodeBlock> arguments) {
        return CodeBlock.of("($L $L $L)", arguments.get(0), sign, arguments.get(1));
    }

    /** What {@link Math} may compute otherwise on other machines. */
    private static CodeBlock strict(String function, List<CodeBlock> arguments) {
        return CodeBlock.of("$T.$L($L)", StrictMath.class, function, CodeBlock.join(arguments, ", "));
    }

    private static CodeBlock call(String function, List<CodeBlock> arguments) {
        return CodeBlock.of("$T.$L($L)", Math.class, function, CodeBlock.join(arguments, ", "));
    }
}
