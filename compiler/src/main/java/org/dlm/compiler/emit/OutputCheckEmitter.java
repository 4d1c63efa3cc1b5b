package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.TensorType;

/**
 * Prints how a session looks at an output before it gives it away:
 *
 * <pre>{@code
 * private void checkProbability() {
 *     Optional<OutputFailure> failure = outputs.failure(0, floats, 12, batch * 10);
 *     if (failure.isPresent()) {
 *         inputsOfProbability(failure.get());
 *         throw failure.get().exception();
 *     }
 * }
 * }</pre>
 */
record OutputCheckEmitter(ProgramClass program, SessionInputs inputs, ProgramCalls calls) {
    /** Adds the method {@code check}, which calls {@code search} where it finds something. */
    void add(int output, Graph.Result result, String check, String search) {
        if (Literals.isInt(result.op().type())) {
            addInts(output, check);
        } else {
            addFloats(output, result, check, search);
        }
    }

    private void addFloats(int output, Graph.Result result, String check, String search) {
        TensorType type = result.op().type();
        TypeName failure = ParameterizedTypeName.get(ClassName.get(Optional.class), RuntimeNames.OUTPUT_FAILURE);
        program.add(MethodSpec.methodBuilder(check)
                .addJavadoc("Refuses numbers that are infinite or none, and says where they come from.\n")
                .addModifiers(Modifier.PRIVATE)
                .addStatement(
                        "$T failure = outputs.failure($L, $L, $L$L)",
                        failure,
                        output,
                        program.storage().operand(calls.storage(result)),
                        type.batched() ? "batch * " : "",
                        type.fixedElements())
                .beginControlFlow("if (failure.isPresent())")
                .addStatement("$L(failure.get())", search)
                .addStatement("throw failure.get().exception()")
                .endControlFlow()
                .build());
        ParameterSpec found =
                ParameterSpec.builder(RuntimeNames.OUTPUT_FAILURE, "failure").build();
        calls.addMethod(
                search,
                UserText.documentation("Looks for the cause in the inputs."),
                floats().stream()
                        .map(port -> CodeBlock.of(
                                "failure.input($L, $L)", UserText.literal(port.name()), inputs.field(port)))
                        .toList(),
                found);
    }

    /** Whole numbers cannot say that they are none, so what they are made of is looked at. */
    private void addInts(int output, String check) {
        calls.addMethod(
                check,
                UserText.documentation("Refuses inputs that are infinite or not a number: no whole number would tell."),
                floats().stream()
                        .map(port -> CodeBlock.of(
                                "outputs.requireFinite($L, $L, $L, batch * $L)",
                                output,
                                UserText.literal(port.name()),
                                inputs.field(port),
                                port.type().fixedElements()))
                        .toList());
    }

    private List<ModelPlan.PortPlan> floats() {
        return inputs.of(calls.program()).stream()
                .filter(port -> !Literals.isInt(port.type()))
                .toList();
    }
}
