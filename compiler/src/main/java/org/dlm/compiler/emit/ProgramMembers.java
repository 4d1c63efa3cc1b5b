package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
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
    /** Names of members that {@link #finish} adds, and of methods that every program has. */
    static final String[] NAMES = {"store", "use", "description", "weights", "maxBatch", "numbers", "forward"};

    private final ModelPlan model;
    private final ProgramClass program;

    ProgramMembers(ModelPlan model, ProgramClass program) {
        this.model = model;
        this.program = program;
    }

    /**
     * Adds fields, constructor and accessors.
     *
     * @param weights the request's weights as this program needs them: see {@link #weights}
     * @param more what the constructor does after the arrays are there
     */
    List<TypeSpec> finish(TypeSpec.Builder type, CodeBlock weights, boolean hasState, CodeBlock more) {
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
                .addStatement("work = this::part")
                .addCode(program.allocation())
                .addCode(program.rehearsals())
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

    /** The weights of the request, which must be those of this model. */
    CodeBlock weights() {
        return CodeBlock.of(
                "$T.weights(request, $T.get())", RuntimeNames.CHECKS, new ModelClasses(model).description());
    }

    /**
     * Adds the field that notices two threads in this program.
     *
     * @param deed what the program does to the weights: the name of a factory of the field's type
     * @return what makes it, for the constructor
     */
    CodeBlock addUse(String deed) {
        program.add(FieldSpec.builder(RuntimeNames.PROGRAM_USE, "use", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        return CodeBlock.builder()
                .addStatement(
                        "use = $T.$L($L, store)",
                        RuntimeNames.PROGRAM_USE,
                        deed,
                        UserText.literal(program.name().simpleName()))
                .build();
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
        List<CodeBlock> literals = values.stream().map(UserText::literal).toList();
        CodeBlock all = new Listing(program.names(), program::add).of(method, ClassName.get(String.class), literals);
        program.add(FieldSpec.builder(list, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(all)
                .build());
        addAccessor(list, method, CodeBlock.of("$L", constant));
    }
}
