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
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;

/** Prints the program that adds up all losses and metrics of a batch. */
final class EvaluationEmitter {
    private static final ParameterSpec SUMS =
            ParameterSpec.builder(ArrayTypeName.of(TypeName.DOUBLE), "sums").build();

    private final ModelPlan model;
    private final ProgramClass program;
    private final ProgramCalls calls;
    private final List<Graph.Result> measures = new ArrayList<>();

    private EvaluationEmitter(ModelPlan model, KernelPool kernels) {
        this.model = model;
        program = new ProgramClass(model, kernels, new ModelClasses(model).evaluation(), true, ProgramMembers.NAMES);
        program.names().reserve("MEASURES", "measures", "evaluate", "addUp", "sum");
        calls = program.add(model.evaluation());
        measures.addAll(model.evaluation().results(Graph.ResultRole.LOSS));
        measures.addAll(model.evaluation().results(Graph.ResultRole.METRIC));
    }

    /** The evaluation, with superclasses where it is large. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels) {
        return new EvaluationEmitter(model, kernels).evaluation();
    }

    private List<TypeSpec> evaluation() {
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
                .addParameter(SUMS)
                .addCode(binding.call(
                        program,
                        CodeBlock.builder()
                                .addStatement("$T.sums($S, sums, $L)", RuntimeNames.CHECKS, "sums", measures.size())
                                .addStatement("numbers(context)")
                                .addStatement("forward()")
                                .addStatement("addUp(sums)")
                                .build()))
                .build());
        calls.addNumbers("numbers", binding::fromContext, Binding.CONTEXT);
        calls.addPhase("forward", "Computes all losses and metrics.", ProgramStep.Phase.FORWARD);
        program.add(MethodSpec.methodBuilder("addUp")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(SUMS)
                .addCode(program.pieces().code("addUp", sums(), List.of(SUMS)))
                .build());
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
        return members.finish(type, members.weights(), false, members.addUse("reading"));
    }

    /** What is per example is summed; what is one value of the batch counts for each of its examples. */
    private List<CodeBlock> sums() {
        List<CodeBlock> statements = new ArrayList<>();
        for (int m = 0; m < measures.size(); m++) {
            Graph.Result measure = measures.get(m);
            statements.add(
                    measure.op().type().batched()
                            ? CodeBlock.of(
                                    "sums[$L] += sum($L, batch)",
                                    m,
                                    program.storage().operand(calls.storage(measure)))
                            : CodeBlock.of("sums[$L] += (double) batch * $L", m, calls.value(measure)));
        }
        return statements;
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
