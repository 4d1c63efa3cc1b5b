package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.memory.Storage;

/** Prints the arithmetic of a data block: from raw columns to the model's ports. */
final class PreparationEmitter {
    private static final ParameterSpec RAW =
            ParameterSpec.builder(RuntimeNames.BATCH, "raw").build();
    private static final ParameterSpec PREPARED =
            ParameterSpec.builder(RuntimeNames.BATCH, "prepared").build();

    private final ModelPlan model;
    private final RecipePlan recipe;
    private final RecipePlan.DataPlan data;
    private final ProgramClass program;
    private final ProgramCalls calls;

    private PreparationEmitter(ModelPlan model, KernelPool kernels, RecipePlan recipe, RecipePlan.DataPlan data) {
        this.model = model;
        this.recipe = recipe;
        this.data = data;
        program = new ProgramClass(model, kernels, new ModelClasses(model).preparation(recipe, data), false);
        program.names().reserve("use", "prepare", "numbers", "forward", "raw", "prepared");
        calls = program.add(data.preparation());
    }

    /** The program, with superclasses where it is large. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels, RecipePlan recipe, RecipePlan.DataPlan data) {
        return new PreparationEmitter(model, kernels, recipe, data).preparation();
    }

    private List<TypeSpec> preparation() {
        calls.addNumbers("numbers", new Binding(model, recipe.hypers())::atRest);
        calls.addPhase("forward", "Computes all ports.", ProgramStep.Phase.FORWARD);
        program.add(MethodSpec.constructorBuilder()
                .addJavadoc("Takes all memory that it will ever need.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.INT, "maxBatch")
                .addStatement("this.maxBatch = $T.maxBatch(maxBatch)", RuntimeNames.CHECKS)
                .addStatement(
                        "use = $T.of($L)",
                        RuntimeNames.PROGRAM_USE,
                        UserText.literal(program.name().simpleName()))
                .addCode(program.allocation())
                .addCode(program.rehearsals())
                .build());
        program.add(FieldSpec.builder(RuntimeNames.PROGRAM_USE, "use", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        program.add(prepare());
        program.addArrays(false, false);
        return program.finish(TypeSpec.classBuilder(program.name())
                .addJavadoc(
                        "Prepares the data block $L of the recipe $L.\n",
                        UserText.javadoc(data.name()),
                        UserText.javadoc(recipe.name()))
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeNames.PREPARATION_PROGRAM));
    }

    private MethodSpec prepare() {
        return MethodSpec.methodBuilder("prepare")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(RAW)
                .addParameter(PREPARED)
                .addCode(Binding.alone(CodeBlock.builder()
                        .add(checks())
                        .add(program.pieces().code("take", taken(), List.of(RAW)))
                        .addStatement("numbers()")
                        .addStatement("forward()")
                        .add(program.pieces().code("give", given(), List.of(PREPARED)))
                        .build()))
                .build();
    }

    private CodeBlock checks() {
        CodeBlock description = CodeBlock.of("$T.get()", new ModelClasses(model).description());
        return CodeBlock.builder()
                .addStatement("batch = $T.examples($S, raw, maxBatch)", RuntimeNames.CHECKS, "raw")
                .addStatement("$T.precision($S, raw, $L)", RuntimeNames.CHECKS, "raw", description)
                .addStatement("$T.fits($S, prepared, $L)", RuntimeNames.CHECKS, "prepared", description)
                .addStatement("$T.room($S, prepared, batch)", RuntimeNames.CHECKS, "prepared")
                .build();
    }

    private List<CodeBlock> taken() {
        List<CodeBlock> statements = new ArrayList<>();
        data.preparation().memory().storage().forEach((op, storage) -> {
            if (storage instanceof Storage.InColumn column) {
                statements.add(CodeBlock.of(
                        "$T.column($S, raw, $L, $L, $L)",
                        RuntimeNames.CHECKS,
                        "raw",
                        number(column.name()),
                        Literals.elementKind(op.type()),
                        op.type().fixedElements()));
                statements.add(CodeBlock.of(
                        "$L = raw.$L($L)", program.columns().get(column), accessor(op), number(column.name())));
            }
        });
        return statements;
    }

    private List<CodeBlock> given() {
        List<CodeBlock> statements = new ArrayList<>();
        for (Graph.Result result : data.preparation().results(Graph.ResultRole.VALUE)) {
            statements.add(CodeBlock.of(
                    "$T.arraycopy($L, prepared.$L($L), 0, batch * $L)",
                    System.class,
                    program.storage().operand(calls.storage(result)),
                    accessor(result.op()),
                    model.port(result.name()),
                    result.op().type().fixedElements()));
        }
        return statements;
    }

    private String accessor(Op op) {
        return Literals.isInt(op.type())
                ? "ints"
                : Literals.floats(model.forms().precision());
    }

    private int number(String column) {
        for (int c = 0; c < data.columns().size(); c++) {
            if (data.columns().get(c).name().equals(column)) {
                return c;
            }
        }
        throw new IllegalStateException("this is a bug in dlmc: no column is called " + column);
    }
}
