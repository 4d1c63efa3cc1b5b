package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.memory.Storage;

/**
 * Prints the class by which users compute outputs: for each a method that takes only the inputs it depends on, for one example
 * and for many, and the general form for tools.
 */
final class SessionEmitter {
    private final ModelPlan model;
    private final ProgramClass program;
    private final List<Output> outputs = new ArrayList<>();
    private final SessionInputs inputs;

    /** An output, what computes it, and the name of its method. */
    private record Output(ModelPlan.OutputPlan plan, ProgramCalls calls, String method, String own) {
        Graph.Result result() {
            return calls.program().graph().results().stream()
                    .filter(result -> result.name().equals(plan.name()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this is a bug in dlmc: the program of the output "
                            + plan.name() + " does not compute it"));
        }

        String compute() {
            return "compute" + Names.capitalized(method);
        }
    }

    private SessionEmitter(ModelPlan model) {
        this.model = model;
        program = new ProgramClass(new ModelClasses(model).session(), model.forms(), true, ProgramMembers.NAMES);
        program.names().reserve("compute", "result", "count", "take", "takeClasses", "examples", "into", "offset");
        inputs = new SessionInputs(model, program);
        for (ModelPlan.OutputPlan output : model.outputs()) {
            String method = program.names().fresh(Names.camel(output.name()));
            String own = program.names().fresh(method + "OfOne");
            program.names().reserve("compute" + Names.capitalized(method), "numbersOf" + Names.capitalized(method));
            outputs.add(new Output(output, program.add(output.program()), method, own));
        }
    }

    /** The session and its kernels. */
    static List<TypeSpec> types(ModelPlan model) {
        SessionEmitter emitter = new SessionEmitter(model);
        TypeSpec session = emitter.session();
        return emitter.program.kernels().with(session);
    }

    private TypeSpec session() {
        Binding binding = new Binding(model, List.of());
        CodeBlock.Builder more = CodeBlock.builder();
        inputs.addFields(more);
        for (Output output : outputs) {
            addTyped(output, more);
            output.calls.addNumbers("numbersOf" + Names.capitalized(output.method), binding::atRest);
            output.calls.addPhase(
                    output.compute(),
                    "Computes the output " + UserText.javadoc(output.plan.name()) + ".",
                    ProgramStep.Phase.FORWARD);
        }
        addGeneral(binding);
        inputs.addMethods();
        TypeSpec.Builder type = TypeSpec.classBuilder(program.name())
                .addJavadoc(
                        "Computes the outputs of {@link $T}. For one thread; many sessions share the same weights, which cannot"
                                + " change any more.\nNo call allocates anything.\n",
                        new ModelClasses(model).facade())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeNames.INFERENCE_PROGRAM);
        return new ProgramMembers(model, program)
                .finish(type, CodeBlock.of("request.weights().share()"), false, more.build());
    }

    private void addTyped(Output output, CodeBlock.Builder constructor) {
        TensorType type = output.plan.type();
        TypeName element = Literals.javaType(type, model.forms().precision());
        List<ModelPlan.PortPlan> needed = inputs.of(output.plan.program());
        boolean scalar = type.rank() == 0;
        MethodSpec.Builder one = method(
                        output, scalar ? "" : "The array belongs to this session: the next call overwrites it.")
                .returns(scalar ? element : ArrayTypeName.of(element));
        needed.forEach(port -> one.addParameter(inputs.parameterOfOne(port), inputs.parameter(port)));
        one.addStatement("batch = 1");
        needed.forEach(port -> one.addCode(inputs.takeOne(port)));
        run(output, one);
        Storage storage = output.calls.storage(output.result());
        if (scalar) {
            one.addStatement("return $L", program.storage().element(storage));
        } else {
            program.add(FieldSpec.builder(ArrayTypeName.of(element), output.own, Modifier.PRIVATE, Modifier.FINAL)
                    .build());
            constructor.addStatement("$L = new $T[$L]", output.own, element, type.fixedElements());
            one.addStatement(
                            "$T.arraycopy($L, $L, 0, $L)",
                            System.class,
                            program.storage().operand(storage),
                            output.own,
                            type.fixedElements())
                    .addStatement("return $L", output.own);
        }
        program.add(one.build());
        MethodSpec.Builder many = method(output, "The examples follow each other in each array.");
        needed.forEach(port -> many.addParameter(inputs.parameterOfMany(port), inputs.parameter(port)));
        many.addParameter(TypeName.INT, "count").addParameter(ArrayTypeName.of(element), "result");
        many.addCode(Binding.checkedBatch(CodeBlock.of("count")));
        needed.forEach(port -> many.addCode(inputs.takeMany(port)));
        run(output, many);
        program.add(many.addStatement(copy(output, "result", "0")).build());
    }

    private MethodSpec.Builder method(Output output, String note) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(output.method).addModifiers(Modifier.PUBLIC);
        String text = output.plan.documentation();
        method.addJavadoc("$L\n", UserText.javadoc(text.isEmpty() ? "The output " + output.plan.name() + "." : text));
        if (!note.isEmpty()) {
            method.addJavadoc("$L\n", note);
        }
        method.addJavadoc("\n<p>$L: {@code $L}", UserText.javadoc(output.plan.name()), output.plan.type());
        for (ModelPlan.PortPlan port : inputs.of(output.plan.program())) {
            method.addJavadoc("; $L: {@code $L}", UserText.javadoc(port.name()), port.type());
        }
        return method.addJavadoc("\n");
    }

    private void run(Output output, MethodSpec.Builder method) {
        method.addStatement("numbersOf$L()", Names.capitalized(output.method)).addStatement("$L()", output.compute());
    }

    private CodeBlock copy(Output output, String into, String offset) {
        TensorType type = output.result().op().type();
        return CodeBlock.of(
                "$T.arraycopy($L, $L, $L, $L$L)",
                System.class,
                program.storage().operand(output.calls.storage(output.result())),
                into,
                offset,
                type.batched() ? "batch * " : "",
                type.fixedElements());
    }

    /** {@code compute} for each type of array that some output needs. */
    private void addGeneral(Binding binding) {
        Map<TypeName, List<Output>> byElement = new LinkedHashMap<>();
        for (Output output : outputs) {
            TypeName element =
                    Literals.javaType(output.plan.type(), model.forms().precision());
            byElement.computeIfAbsent(element, key -> new ArrayList<>()).add(output);
        }
        byElement.forEach((element, some) -> {
            MethodSpec.Builder method = MethodSpec.methodBuilder("compute")
                    .addAnnotation(Override.class)
                    .addModifiers(Modifier.PUBLIC)
                    .addParameter(TypeName.INT, "output")
                    .addParameter(Binding.BATCH)
                    .addParameter(ArrayTypeName.of(element), "into")
                    .addParameter(TypeName.INT, "offset")
                    .addCode(Binding.checkedBatch(CodeBlock.of("examples.count()")))
                    .addCode(binding.columns(program))
                    .beginControlFlow("switch (output)");
            for (Output output : some) {
                method.beginControlFlow("case $L ->", model.outputs().indexOf(output.plan));
                run(output, method);
                method.addStatement(copy(output, "into", "offset")).endControlFlow();
            }
            program.add(method.addStatement(
                            "default -> throw new $T($S + output)",
                            IllegalArgumentException.class,
                            "no output of this type has the number ")
                    .endControlFlow()
                    .build());
        });
    }
}
