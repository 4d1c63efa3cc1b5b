package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;

/** Prints the trainer of one recipe: {@code step} is {@code gradient}, which is forward and backward, and {@code update}. */
final class TrainerEmitter {
    private final ModelPlan model;
    private final RecipePlan recipe;
    private final ModelClasses classes;
    private final ProgramClass program;
    private final ProgramMembers members;
    private final Binding binding;
    private final ProgramCalls training;
    private final ProgramCalls update;

    private TrainerEmitter(ModelPlan model, KernelPool kernels, RecipePlan recipe) {
        this.model = model;
        this.recipe = recipe;
        classes = new ModelClasses(model);
        program = new ProgramClass(model, kernels, classes.trainer(recipe), true, ProgramMembers.NAMES);
        program.names().reserve("SETTINGS", "optimizer", "derivative", "start", "startNumbers", "deliver");
        program.names().reserve("backward", "keep", "differentiate", "applyRules", "ruleNumbers", "update");
        program.names().reserve("gradients");
        program.names().reserve("settings", "setting", "model", "minimized");
        members = new ProgramMembers(model, program);
        binding = new Binding(model, recipe.hypers());
        training = program.add(recipe.training());
        update = program.add(recipe.update());
    }

    /** The trainer, with superclasses where it is large. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels, RecipePlan recipe) {
        return new TrainerEmitter(model, kernels, recipe).trainer();
    }

    private List<TypeSpec> trainer() {
        CodeBlock.Builder more = CodeBlock.builder()
                .add(members.addUse("changing"))
                .addStatement("optimizer = $T.newState()", classes.recipeDescription(recipe))
                .addStatement(
                        "state = optimizer.$L()", Literals.floats(model.forms().precision()))
                .addStatement("derivative = $T.newGradients()", classes.recipeDescription(recipe))
                .addStatement(
                        "gradients = derivative.$L()",
                        Literals.floats(model.forms().precision()));
        recipe.stateStart().ifPresent(start -> addStart(start, more));
        addStep();
        addGradient();
        addUpdate();
        addModel();
        addDifferentiate();
        training.addNumbers("numbers", binding::fromContext, Binding.CONTEXT);
        training.addPhase("forward", "Computes the loss.", ProgramStep.Phase.FORWARD);
        training.addPhase("backward", "Computes the adjoints.", ProgramStep.Phase.BACKWARD);
        if (!training.isEmpty(ProgramStep.Phase.UPDATE)) {
            training.addPhase("keep", "Computes the next values of buffers.", ProgramStep.Phase.UPDATE);
        }
        addRules();
        addSettings();
        program.add(FieldSpec.builder(RuntimeNames.GRADIENTS, "derivative", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        members.addAccessor(RuntimeNames.GRADIENTS, "gradients", CodeBlock.of("derivative"));
        program.add(FieldSpec.builder(RuntimeNames.OPTIMIZER_STATE, "optimizer", Modifier.PRIVATE, Modifier.FINAL)
                .build());
        members.addAccessor(RuntimeNames.OPTIMIZER_STATE, "state", CodeBlock.of("optimizer"));
        TypeSpec.Builder type = TypeSpec.classBuilder(program.name())
                .addJavadoc(
                        "Trains {@link $T} after the recipe $L.\n", classes.facade(), UserText.javadoc(recipe.name()))
                .addJavadoc(
                        "\n<p>For one thread at a time: a second one gets a {@link $T}. What it trains\nare its own {@link"
                                + " #weights}; no session sees them before {@link #model} gives them out.\n",
                        ClassName.get(ConcurrentModificationException.class))
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(RuntimeNames.TRAINING_PROGRAM);
        return members.finish(type, CodeBlock.of("$L.writable()", members.weights()), true, more.build());
    }

    private void addStart(ProgramPlan start, CodeBlock.Builder constructor) {
        ProgramCalls calls = program.add(start);
        calls.addNumbers("startNumbers", binding::atRest);
        calls.addPhase("start", "Gives the optimizers' state its start values.", ProgramStep.Phase.FORWARD);
        calls.addPhase(
                "deliver", "Copies the start values that could not be made in their place.", ProgramStep.Phase.UPDATE);
        constructor.addStatement("startNumbers()").addStatement("start()").addStatement("deliver()");
    }

    private void addStep() {
        addOfBatch(
                "step",
                CodeBlock.builder()
                        .addStatement("double minimized = differentiate(context)")
                        .addStatement("applyRules()")
                        .addStatement("return minimized")
                        .build());
    }

    private void addGradient() {
        addOfBatch(
                "gradient",
                CodeBlock.builder()
                        .addStatement("double minimized = differentiate(context)")
                        .addStatement("derivative.complete()")
                        .addStatement("return minimized")
                        .build());
    }

    /** Adds a method of the interface that takes a batch. */
    private void addOfBatch(String name, CodeBlock body) {
        program.add(MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.DOUBLE)
                .addParameter(Binding.BATCH)
                .addParameter(Binding.CONTEXT)
                .addCode(binding.call(program, body))
                .build());
    }

    private void addUpdate() {
        program.add(MethodSpec.methodBuilder("update")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addCode(Binding.alone(CodeBlock.builder()
                        .addStatement("derivative.spend()")
                        .addStatement("applyRules()")
                        .build()))
                .build());
    }

    private void addDifferentiate() {
        List<CodeBlock> statements = new ArrayList<>();
        statements.add(CodeBlock.of("derivative.begin()"));
        statements.add(CodeBlock.of("numbers(context)"));
        if (update.hasNumbers()) {
            statements.add(CodeBlock.of("ruleNumbers(context)"));
            update.addNumbers("ruleNumbers", binding::fromContext, Binding.CONTEXT);
        }
        statements.add(CodeBlock.of("forward()"));
        statements.add(CodeBlock.of(
                "double minimized = $T.loss($L, $L, context)",
                RuntimeNames.CHECKS,
                UserText.literal(recipe.loss()),
                training.loss(recipe.loss())));
        statements.add(CodeBlock.of("backward()"));
        if (!training.isEmpty(ProgramStep.Phase.UPDATE)) {
            statements.add(CodeBlock.of("keep()"));
        }
        statements.add(CodeBlock.of("return minimized"));
        MethodSpec.Builder method = MethodSpec.methodBuilder("differentiate")
                .addJavadoc("Computes the loss and its derivatives.\n")
                .addModifiers(Modifier.PRIVATE)
                .returns(TypeName.DOUBLE)
                .addParameter(Binding.CONTEXT);
        statements.forEach(method::addStatement);
        program.add(method.build());
    }

    /** What runs over several tensors has been between them too. */
    private void addRules() {
        List<CodeBlock> gaps = recipe.kept().weights().runs().isEmpty()
                ? List.of()
                : List.of(CodeBlock.of("store.clearGaps()"), CodeBlock.of("optimizer.clearGaps()"));
        update.addAll("applyRules", "Computes the next values of parameters and of the optimizers' state.", gaps);
    }

    private void addModel() {
        program.add(MethodSpec.methodBuilder("model")
                .addJavadoc("The model with the weights as they are now; later steps do not change it.\n")
                .addModifiers(Modifier.PUBLIC)
                .returns(classes.facade())
                .addStatement("return new $T().model(store)", classes.factory())
                .build());
    }

    private void addSettings() {
        List<Graph.Result> settings = recipe.update().results(Graph.ResultRole.VALUE).stream()
                .filter(result -> result.op().type().element() == ElementType.NUMBER)
                .toList();
        members.addNames(
                "SETTINGS",
                "settings",
                settings.stream().map(Graph.Result::name).toList());
        Choice value = new Choice(
                CodeBlock.of("number"),
                CodeBlock.of(
                        "new $T($S + number + $L)",
                        IndexOutOfBoundsException.class,
                        "number is ",
                        UserText.literal(", but there are " + settings.size() + " settings")));
        for (int s = 0; s < settings.size(); s++) {
            value.add(CodeBlock.of("$L", s), update.value(settings.get(s)));
        }
        MethodSpec.Builder setting = MethodSpec.methodBuilder("setting")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.DOUBLE)
                .addParameter(TypeName.INT, "number");
        value.addTo(setting, program.names(), program::add);
    }
}
