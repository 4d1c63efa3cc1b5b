package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;

/** Prints the program that adds up all losses and metrics of a batch. */
final class EvaluationEmitter {
    private final ModelPlan model;
    private final ProgramClass program;
    private final ProgramCalls calls;
    private final List<Graph.Result> measures = new ArrayList<>();

    private EvaluationEmitter(ModelPlan model) {
        this.model = model;
        program = new ProgramClass(new ModelClasses(model).evaluation(), model.forms(), true, ProgramMembers.NAMES);
        program.names().reserve("MEASURES", "measures", "evaluate", "addUp", "sum");
        calls = program.add(model.evaluation());
        measures.addAll(model.evaluation().results(Graph.ResultRole.LOSS));
        measures.addAll(model.evaluation().results(Graph.ResultRole.METRIC));
    }

    /** The evaluation and its kernels. */
    static List<TypeSpec> types(ModelPlan model) {
        EvaluationEmitter emitter = new EvaluationEmitter(model);
        TypeSpec evaluation = emitter.evaluation();
        return emitter.program.kernels().with(evaluation);
    }

    private TypeSpec evaluation() {
        ProgramMembers members = new ProgramMembers(model, program);
        Binding binding = new Binding(model, List.of());
        members.addNames(
                "MEASURES",
                "measures",
                measures.stream().map(Graph.Result::name).toList());
        program.add(MethodSpec.methodBuilder("evaluate")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(Binding.BATCH)
                .addParameter(Binding.CONTEXT)
                .addParameter(ArrayTypeName.of(TypeName.DOUBLE), "sums")
                .addCode(binding.begin(program))
                .addStatement("numbers(context)")
                .addStatement("forward()")
                .addStatement("addUp(sums)")
                .build());
        calls.addNumbers("numbers", binding::fromContext, Binding.CONTEXT);
        calls.addPhase("forward", "Computes all losses and metrics.", ProgramStep.Phase.FORWARD);
        program.add(addUp());
        measures.stream()
                .filter(measure -> measure.op().type().batched())
                .map(measure -> measure.op().type().element())
                .map(element -> element == ElementType.FLOAT)
                .distinct()
                .forEach(isFloat -> program.add(sum(isFloat ? program.floatArray() : ArrayTypeName.of(TypeName.INT))));
        TypeSpec.Builder type = TypeSpec.classBuilder(program.name())
                .addJavadoc("Computes the losses and metrics of {@link $T}.\n", new ModelClasses(model).facade())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeNames.EVALUATION_PROGRAM);
        return members.finish(
                type,
                CodeBlock.of("request.weights()"),
                false,
                CodeBlock.builder().build());
    }

    /** What is per example is summed; what is one value of the batch counts for each of its examples. */
    private MethodSpec addUp() {
        MethodSpec.Builder method = MethodSpec.methodBuilder("addUp")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(ArrayTypeName.of(TypeName.DOUBLE), "sums");
        for (int m = 0; m < measures.size(); m++) {
            Graph.Result measure = measures.get(m);
            if (measure.op().type().batched()) {
                method.addStatement(
                        "sums[$L] += sum($L, batch)", m, program.storage().operand(calls.storage(measure)));
            } else {
                method.addStatement("sums[$L] += (double) batch * $L", m, calls.value(measure));
            }
        }
        return method.build();
    }

    private static MethodSpec sum(TypeName array) {
        return MethodSpec.methodBuilder("sum")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(TypeName.DOUBLE)
                .addParameter(array, "values")
                .addParameter(TypeName.INT, "at")
                .addParameter(TypeName.INT, "count")
                .addStatement("double sum = 0")
                .beginControlFlow("for (int i = 0; i < count; i++)")
                .addStatement("sum += values[at + i]")
                .endControlFlow()
                .addStatement("return sum")
                .build();
    }
}
