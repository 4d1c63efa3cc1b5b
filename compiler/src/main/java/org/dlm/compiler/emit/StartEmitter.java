package org.dlm.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Prints the program that gives parameters and buffers their start values. */
final class StartEmitter {
    private StartEmitter() {}

    /** The program, with superclasses where it is large. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels) {
        ModelClasses classes = new ModelClasses(model);
        ProgramClass program = new ProgramClass(model, kernels, classes.start(), false).once();
        program.names().reserve("fill", "numbers", "start", "deliver");
        ProgramCalls calls = program.add(model.start());
        calls.addNumbers("numbers", new Binding(model, List.of())::atRest);
        calls.addPhase("start", "Computes the start values.", ProgramStep.Phase.FORWARD);
        calls.addPhase("deliver", "Copies those that could not be made in their place.", ProgramStep.Phase.UPDATE);
        program.add(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeNames.WEIGHTS, "store")
                .addParameter(TypeName.LONG, "seed")
                .addStatement("this.seed = seed")
                .addStatement("maxBatch = 1")
                .addStatement("batch = 1")
                .addStatement(
                        "weights = store.$L()", Literals.floats(model.forms().precision()))
                .addCode(program.allocation())
                .build());
        program.add(MethodSpec.methodBuilder("fill")
                .addJavadoc("Gives all weights their start values; equal ones for equal seeds.\n")
                .addModifiers(Modifier.STATIC)
                .addParameter(RuntimeNames.WEIGHTS, "store")
                .addParameter(TypeName.LONG, "seed")
                .addStatement("$1T program = new $1T(store, seed)", classes.start())
                .addStatement("program.numbers()")
                .addStatement("program.start()")
                .addStatement("program.deliver()")
                .build());
        program.addArrays(false);
        return program.finish(TypeSpec.classBuilder(program.name())
                .addJavadoc("The start values of {@link $T}.\n", classes.facade())
                .addModifiers(Modifier.FINAL));
    }
}
