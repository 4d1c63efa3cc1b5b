package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
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
    /** Each takes about 50 bytes of code. */
    private static final int OUTPUTS_IN_SWITCH = 80;

    /** The number of no output. */
    private static final int NONE = -1;

    private final ModelPlan model;
    private final ProgramClass program;
    private final List<Output> outputs = new ArrayList<>();
    private final SessionInputs inputs;

    /** An output, what computes it, and the name of its method. */
    private record Output(
            ModelPlan.OutputPlan plan,
            ProgramCalls calls,
            String method,
            String own,
            String compute,
            String numbers,
            String fixed,
            String check,
            String inputs) {
        boolean hasFixed() {
            return !calls.isEmpty(ProgramStep.Phase.ONCE);
        }

        Graph.Result result() {
            return calls.program().graph().results().stream()
                    .filter(result -> result.name().equals(plan.name()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this is a bug in dlmc: the program of the output "
                            + plan.name() + " does not compute it"));
        }
    }

    private SessionEmitter(ModelPlan model, KernelPool kernels) {
        this.model = model;
        program = new ProgramClass(model, kernels, new ModelClasses(model).session(), true, ProgramMembers.NAMES);
        program.names().reserve("compute", "fixed", "owner", "outputs", "release", "allowNonFinite", "failure");
        inputs = new SessionInputs(model, program);
        List<String> methods = methods();
        for (int o = 0; o < methods.size(); o++) {
            String method = methods.get(o);
            outputs.add(new Output(
                    model.outputs().get(o),
                    program.add(model.outputs().get(o).program()),
                    method,
                    program.names().fresh(method + "OfOne"),
                    program.names().fresh("compute" + Names.capitalized(method)),
                    program.names().fresh("numbersOf" + Names.capitalized(method)),
                    program.names().fresh("fix" + Names.capitalized(method)),
                    program.names().fresh("check" + Names.capitalized(method)),
                    program.names().fresh("inputsOf" + Names.capitalized(method))));
        }
    }

    /** The methods that users call have the outputs' names, before anything else of this class gets one. */
    private List<String> methods() {
        return model.outputs().stream()
                .map(output -> program.names().method(Names.camel(output.name())))
                .toList();
    }

    /** The session, with superclasses where it is large. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels) {
        return new SessionEmitter(model, kernels).session();
    }

    private List<TypeSpec> session() {
        Binding binding = new Binding(model, List.of());
        CodeBlock.Builder more = CodeBlock.builder();
        inputs.addFields(more);
        for (Output output : outputs) {
            if (SessionInputs.areParameters(inputs.of(output.plan.program()))) {
                addTyped(output, more);
            }
            output.calls.addNumbers(output.numbers(), binding::atRest);
            addFixed(output);
            output.calls.addPhase(
                    output.compute(),
                    UserText.javadoc("Computes the output " + output.plan.name() + "."),
                    ProgramStep.Phase.FORWARD);
            new OutputCheckEmitter(program, inputs, output.calls)
                    .add(model.outputs().indexOf(output.plan), output.result(), output.check, output.inputs);
        }
        addGeneral(binding);
        addFixedField(more);
        addOwner(more);
        addAllowNonFinite(more);
        TypeSpec.Builder type = TypeSpec.classBuilder(program.name())
                .addJavadoc(
                        "Computes the outputs of {@link $T}. Many sessions share the same weights, which cannot change any"
                                + " more.\nNo call allocates anything.\n",
                        new ModelClasses(model).facade())
                .addJavadoc(
                        "\n<p>A session belongs to the thread that uses it first; any other one gets a {@link $T}, unless"
                                + " the owner\nhas called {@link #release} or has ended.\n",
                        ClassName.get(ConcurrentModificationException.class))
                .addJavadoc(
                        "\n<p>Results that are infinite or not a number end a call with a {@link $T}, which names the"
                                + " example\nand the cause, unless {@link #allowNonFinite} was called.\n",
                        RuntimeNames.NOT_FINITE_EXCEPTION)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeNames.INFERENCE_PROGRAM);
        ProgramMembers members = new ProgramMembers(model, program);
        return members.finish(type, CodeBlock.of("$L.share()", members.weights()), false, more.build());
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
        // not just 1: with less than 36 bytecodes C1 would inline the method into its caller's frame
        one.addStatement("owner.enter()").addStatement("batch = $T.count(1, maxBatch)", RuntimeNames.CHECKS);
        needed.forEach(port -> one.addCode(inputs.takeOne(port)));
        run(output, one);
        Storage storage = output.calls.storage(output.result());
        if (scalar) {
            // a parameter has the name of its column's field
            String owner = storage instanceof Storage.InColumn ? "this." : "";
            one.addStatement("return $L$L", owner, program.storage().element(storage));
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
        many.addStatement("owner.enter()")
                .addStatement("batch = $T.count(count, maxBatch)", RuntimeNames.CHECKS)
                .addStatement("$T.values($S, result, count, $L)", RuntimeNames.CHECKS, "result", type.fixedElements());
        needed.forEach(port -> many.addCode(inputs.takeMany(port)));
        run(output, many);
        program.add(many.addStatement(copy(output, "result", "0")).build());
    }

    private MethodSpec.Builder method(Output output, String note) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(output.method).addModifiers(Modifier.PUBLIC);
        String text = output.plan.documentation();
        method.addJavadoc("$L\n", UserText.javadoc(text.isEmpty() ? "The output " + output.plan.name() + "." : text));
        if (!note.isEmpty()) {
            method.addJavadoc("$L\n", UserText.javadoc(note));
        }
        method.addJavadoc("\n<p>$L: {@code $L}", UserText.javadoc(output.plan.name()), output.plan.type());
        for (ModelPlan.PortPlan port : inputs.of(output.plan.program())) {
            method.addJavadoc("; $L: {@code $L}", UserText.javadoc(port.name()), port.type());
        }
        return method.addJavadoc("\n");
    }

    /**
     * Adds what an output computes from the weights alone, where there is such a thing. It stays in the arena, which all outputs
     * share, until another one is computed: {@code fixed} is the number of the output whose values are there.
     */
    private void addFixed(Output output) {
        if (output.hasFixed()) {
            output.calls.addPhase(
                    output.fixed,
                    UserText.javadoc("Computes what the output " + output.plan.name() + " needs of the weights alone."),
                    ProgramStep.Phase.ONCE);
        }
    }

    /** Whatever is computed, the values of another output are lost as soon as that has begun. */
    private void fix(Output output, MethodSpec.Builder method) {
        int number = model.outputs().indexOf(output.plan);
        if (output.hasFixed()) {
            method.beginControlFlow("if (fixed != $L)", number)
                    .addStatement("fixed = $L", NONE)
                    .addStatement("$L()", output.fixed)
                    .addStatement("fixed = $L", number)
                    .endControlFlow();
        } else if (outputs.stream().anyMatch(Output::hasFixed)) {
            method.addStatement("fixed = $L", NONE);
        }
    }

    private void addFixedField(CodeBlock.Builder constructor) {
        if (outputs.stream().anyMatch(Output::hasFixed)) {
            program.add(ProgramClass.variable(TypeName.INT, "fixed"));
            constructor.addStatement("fixed = $L", NONE);
        }
    }

    private void run(Output output, MethodSpec.Builder method) {
        fix(output, method);
        method.addStatement("$L()", output.numbers())
                .addStatement("$L()", output.compute())
                .addStatement("$L()", output.check);
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

    /** What is asked before an output is computed from a batch: a place for it, and classes in their range. */
    private CodeBlock room(Output output, Binding binding) {
        CodeBlock.Builder code = CodeBlock.builder();
        code.addStatement(
                "$T.room(into, offset, batch, $L)",
                RuntimeNames.CHECKS,
                output.plan.type().fixedElements());
        List<String> needed = inputs.of(output.plan.program()).stream()
                .map(ModelPlan.PortPlan::name)
                .toList();
        program.columns().keySet().stream()
                .filter(column -> needed.contains(column.name()))
                .forEach(column -> code.add(binding.classes(program, column)));
        return code.build();
    }

    private void addOwner(CodeBlock.Builder constructor) {
        program.add(FieldSpec.builder(RuntimeNames.OWNER_THREAD, "owner", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        constructor.addStatement(
                "owner = new $T($L)",
                RuntimeNames.OWNER_THREAD,
                UserText.literal(program.name().simpleName()));
        program.add(MethodSpec.methodBuilder("release")
                .addJavadoc("Lets another thread have this session, once the calls of this one are over.\n")
                .addModifiers(Modifier.PUBLIC)
                .addStatement("owner.release()")
                .build());
    }

    private void addAllowNonFinite(CodeBlock.Builder constructor) {
        program.add(FieldSpec.builder(RuntimeNames.OUTPUT_CHECK, "outputs", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        constructor.addStatement("outputs = new $T(description(), store)", RuntimeNames.OUTPUT_CHECK);
        program.add(MethodSpec.methodBuilder("allowNonFinite")
                .addJavadoc("From now on gives results that are infinite or not a number like any others.\n")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(program.name())
                .addStatement("owner.enter()")
                .addStatement("outputs.allowNonFinite()")
                .addStatement("return this")
                .build());
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
                    .addStatement("owner.enter()")
                    .addCode(Binding.checkedBatch())
                    .addCode(binding.columns(program));
            addSwitch(method, element, some, binding);
        });
    }

    /** Adds a method that ends with a switch; where there are many outputs, its default leads to a switch over the rest. */
    private void addSwitch(MethodSpec.Builder method, TypeName element, List<Output> some, Binding binding) {
        int end = Math.min(OUTPUTS_IN_SWITCH, some.size());
        method.beginControlFlow("switch (output)");
        for (Output output : some.subList(0, end)) {
            method.beginControlFlow("case $L ->", model.outputs().indexOf(output.plan));
            method.addCode(room(output, binding));
            run(output, method);
            method.addStatement(copy(output, "into", "offset")).endControlFlow();
        }
        if (end == some.size()) {
            method.addStatement(
                    "default -> throw new $T($S + output)",
                    IllegalArgumentException.class,
                    "no output of this type has the number ");
        } else {
            String rest = program.names().fresh("computeAfter");
            method.addStatement("default -> $L(output, into, offset)", rest);
            addSwitch(
                    MethodSpec.methodBuilder(rest)
                            .addModifiers(Modifier.PRIVATE)
                            .addParameter(TypeName.INT, "output")
                            .addParameter(ArrayTypeName.of(element), "into")
                            .addParameter(TypeName.INT, "offset"),
                    element,
                    some.subList(end, some.size()),
                    binding);
        }
        program.add(method.endControlFlow().build());
    }
}
