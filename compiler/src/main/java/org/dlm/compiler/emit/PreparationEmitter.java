package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.memory.Storage;

/** Prints the arithmetic of a data block: from raw columns to the model's ports. */
final class PreparationEmitter {
    private final ModelPlan model;
    private final RecipePlan recipe;
    private final RecipePlan.DataPlan data;
    private final ProgramClass program;
    private final ProgramCalls calls;

    private PreparationEmitter(ModelPlan model, RecipePlan recipe, RecipePlan.DataPlan data) {
        this.model = model;
        this.recipe = recipe;
        this.data = data;
        program = new ProgramClass(new ModelClasses(model).preparation(recipe, data), model.forms(), false);
        program.names().reserve("prepare", "numbers", "forward", "raw", "prepared");
        calls = program.add(data.preparation());
    }

    /** The program and its kernels. */
    static List<TypeSpec> types(ModelPlan model, RecipePlan recipe, RecipePlan.DataPlan data) {
        PreparationEmitter emitter = new PreparationEmitter(model, recipe, data);
        TypeSpec preparation = emitter.preparation();
        return emitter.program.kernels().with(preparation);
    }

    private TypeSpec preparation() {
        calls.addNumbers("numbers", new Binding(model, recipe.hypers())::atRest);
        calls.addPhase("forward", "Computes all ports.", ProgramStep.Phase.FORWARD);
        program.add(MethodSpec.constructorBuilder()
                .addJavadoc("Takes all memory that it will ever need.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(TypeName.INT, "maxBatch")
                .addStatement("this.maxBatch = maxBatch")
                .addCode(program.allocation())
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
        MethodSpec.Builder method = MethodSpec.methodBuilder("prepare")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeNames.BATCH, "raw")
                .addParameter(RuntimeNames.BATCH, "prepared")
                .addCode(Binding.checkedBatch(CodeBlock.of("raw.count()")));
        for (Map.Entry<Op, Storage> entry :
                data.preparation().memory().storage().entrySet()) {
            if (entry.getValue() instanceof Storage.InColumn column) {
                method.addStatement(
                        "$L = raw.$L($L)",
                        program.columns().get(column),
                        accessor(entry.getKey()),
                        number(column.name()));
            }
        }
        method.addStatement("numbers()").addStatement("forward()");
        for (Graph.Result result : data.preparation().results(Graph.ResultRole.VALUE)) {
            method.addStatement(
                    "$T.arraycopy($L, prepared.$L($L), 0, batch * $L)",
                    System.class,
                    program.storage().operand(calls.storage(result)),
                    accessor(result.op()),
                    model.port(result.name()),
                    result.op().type().fixedElements());
        }
        return method.build();
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
