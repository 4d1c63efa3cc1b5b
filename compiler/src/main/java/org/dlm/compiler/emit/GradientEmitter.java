package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.memory.ArrayLayout;

/** Prints the loss of a recipe and its derivative, for checks and comparisons. */
final class GradientEmitter {
    private static final ParameterSpec GRADIENT =
            ParameterSpec.builder(ArrayTypeName.of(TypeName.DOUBLE), "gradient").build();

    private final ModelPlan model;
    private final RecipePlan recipe;
    private final ProgramClass program;
    private final ProgramCalls calls;

    private GradientEmitter(ModelPlan model, KernelPool kernels, RecipePlan recipe) {
        this.model = model;
        this.recipe = recipe;
        program =
                new ProgramClass(model, kernels, new ModelClasses(model).gradient(recipe), true, ProgramMembers.NAMES);
        program.names().reserve("loss", "gradient", "backward", "collect", "copy");
        calls = program.add(recipe.gradient());
    }

    /** The program, with superclasses where it is large. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels, RecipePlan recipe) {
        return new GradientEmitter(model, kernels, recipe).gradient();
    }

    private List<TypeSpec> gradient() {
        Binding binding = new Binding(model, recipe.hypers());
        program.add(method("loss")
                .addCode(binding.call(
                        program,
                        CodeBlock.builder()
                                .addStatement("numbers(context)")
                                .addStatement("forward()")
                                .addStatement("return $L", calls.loss(recipe.loss()))
                                .build()))
                .build());
        program.add(method("gradient")
                .addParameter(GRADIENT)
                .addCode(binding.call(
                        program,
                        CodeBlock.builder()
                                .addStatement(
                                        "$T.sums($S, gradient, $L)",
                                        RuntimeNames.CHECKS,
                                        "gradient",
                                        model.weights().length())
                                .addStatement("numbers(context)")
                                .addStatement("forward()")
                                .addStatement("double loss = $L", calls.loss(recipe.loss()))
                                .addStatement("backward()")
                                .addStatement("collect(gradient)")
                                .addStatement("return loss")
                                .build()))
                .build());
        calls.addNumbers("numbers", binding::fromContext, Binding.CONTEXT);
        calls.addPhase("forward", "Computes the loss.", ProgramStep.Phase.FORWARD);
        calls.addPhase("backward", "Computes the adjoints.", ProgramStep.Phase.BACKWARD);
        calls.addMethod("collect", UserText.javadoc("Takes the adjoints of all parameters."), copies(), GRADIENT);
        program.add(copy());
        TypeSpec.Builder type = TypeSpec.classBuilder(program.name())
                .addJavadoc(
                        "Computes the loss $L of {@link $T} and its derivative.\n",
                        UserText.javadoc(recipe.loss()),
                        new ModelClasses(model).facade())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeNames.GRADIENT_PROGRAM);
        ProgramMembers members = new ProgramMembers(model, program);
        return members.finish(type, members.weights(), false, members.addUse("reading"));
    }

    private static MethodSpec.Builder method(String name) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.DOUBLE)
                .addParameter(Binding.BATCH)
                .addParameter(Binding.CONTEXT);
    }

    private List<CodeBlock> copies() {
        List<CodeBlock> copies = new ArrayList<>();
        for (Graph.Result result : recipe.gradient().results(Graph.ResultRole.VALUE)) {
            model.weights().slot(result.name()).ifPresent(slot -> copies.add(copy(result, slot)));
        }
        return copies;
    }

    private CodeBlock copy(Graph.Result result, ArrayLayout.Slot slot) {
        return CodeBlock.of(
                "copy($L, $L, gradient, $L)",
                program.storage().operand(calls.storage(result)),
                slot.tensor().type().fixedElements(),
                slot.offset());
    }

    private MethodSpec copy() {
        return MethodSpec.methodBuilder("copy")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(program.floatArray(), "from")
                .addParameter(TypeName.INT, "at")
                .addParameter(TypeName.INT, "count")
                .addParameter(ArrayTypeName.of(TypeName.DOUBLE), "into")
                .addParameter(TypeName.INT, "offset")
                .beginControlFlow("for (int i = 0; i < count; i++)")
                .addStatement("into[offset + i] = from[at + i]")
                .endControlFlow()
                .build();
    }
}
