package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** The members that trainers, evaluations, gradients and sessions have in common: they are all made from a request. */
final class ProgramMembers {
    /** Names that {@link #finish} adds. */
    static final String[] NAMES = {"store", "description", "numbers", "forward"};

    private final ModelPlan model;
    private final ProgramClass program;

    ProgramMembers(ModelPlan model, ProgramClass program) {
        this.model = model;
        this.program = program;
    }

    /**
     * Adds fields, constructor and accessors.
     *
     * @param weights the request's weights as this program needs them
     * @param more what the constructor does after the arrays are there
     */
    TypeSpec finish(TypeSpec.Builder type, CodeBlock weights, boolean hasState, CodeBlock more) {
        program.add(FieldSpec.builder(RuntimeNames.WEIGHTS, "store", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addJavadoc("Takes all memory that it will ever need.\n")
                .addModifiers(Modifier.PUBLIC)
                .addParameter(RuntimeNames.PROGRAM_REQUEST, "request")
                .addStatement("store = $L", weights)
                .addStatement(
                        "weights = store.$L()", Literals.floats(model.forms().precision()))
                .addStatement("maxBatch = request.maxBatch()")
                .addStatement("team = request.team()")
                .addCode(program.allocation())
                .addCode(more);
        program.addArrays(hasState);
        addAccessor(
                RuntimeNames.MODEL_DESCRIPTION,
                "description",
                CodeBlock.of("$T.get()", new ModelClasses(model).description()));
        addAccessor(RuntimeNames.WEIGHTS, "weights", CodeBlock.of("store"));
        addAccessor(TypeName.INT, "maxBatch", CodeBlock.of("maxBatch"));
        type.addMethod(constructor.build());
        return program.finish(type);
    }

    /** A public method of the program's interface that only tells something. */
    void addAccessor(TypeName type, String name, CodeBlock value) {
        program.add(MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(type)
                .addStatement("return $L", value)
                .build());
    }

    /** A constant list of names and the method that gives it. */
    void addNames(String constant, String method, List<String> values) {
        TypeName list = ParameterizedTypeName.get(List.class, String.class);
        CodeBlock literals =
                values.stream().map(value -> CodeBlock.of("$S", value)).collect(CodeBlock.joining(", "));
        program.add(FieldSpec.builder(list, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$T.of($L)", List.class, literals)
                .build());
        addAccessor(list, method, CodeBlock.of("$L", constant));
    }
}
