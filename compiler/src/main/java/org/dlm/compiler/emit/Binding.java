package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.memory.Storage;

/** Prints how a program takes the batch and the numbers of a run. */
final class Binding {
    static final ParameterSpec BATCH =
            ParameterSpec.builder(RuntimeNames.BATCH, "examples").build();
    static final ParameterSpec CONTEXT =
            ParameterSpec.builder(RuntimeNames.STEP_CONTEXT, "context").build();

    private final ModelPlan model;
    private final List<HyperPlan> recipeHypers;

    Binding(ModelPlan model, List<HyperPlan> recipeHypers) {
        this.model = model;
        this.recipeHypers = recipeHypers;
    }

    /**
     * One call: nothing else is in the program meanwhile. Arguments are checked, and what belongs to this step is taken. All of it
     * stands in the entry method itself, which so gets more than the 35 bytecodes up to which C1 inlines it into a user's frame;
     * from a frame that is not entrant any more every kernel call would go through the interpreter.
     *
     * @param body what is done then
     */
    CodeBlock call(ProgramClass owner, CodeBlock body) {
        CodeBlock.Builder code = CodeBlock.builder()
                .add(checkedBatch())
                .addStatement(
                        "$T.context(context, $L)",
                        RuntimeNames.CHECKS,
                        model.hypers().size() + recipeHypers.size())
                .addStatement("seed = context.seed()")
                .addStatement("step = context.step()")
                .add(columns(owner));
        owner.columns().keySet().forEach(column -> code.add(classes(owner, column)));
        return alone(code.add(body).build());
    }

    /** The statements, in which no second thread may be. */
    static CodeBlock alone(CodeBlock statements) {
        return CodeBlock.builder()
                .addStatement("use.begin()")
                .beginControlFlow("try")
                .add(statements)
                .nextControlFlow("finally")
                .addStatement("use.end()")
                .endControlFlow()
                .build();
    }

    /** {@code batch = …;} or an error where the batch is too large or another model's. */
    static CodeBlock checkedBatch() {
        return CodeBlock.builder()
                .addStatement("batch = $T.batch(examples, description(), maxBatch)", RuntimeNames.CHECKS)
                .build();
    }

    /** {@code image = examples.floats(0);} and so on. */
    CodeBlock columns(ProgramClass owner) {
        List<CodeBlock> statements = new ArrayList<>();
        owner.columns().forEach((column, field) -> {
            int port = model.port(column.name());
            boolean isInt = Literals.isInt(model.ports().get(port).type());
            String accessor = isInt ? "ints" : Literals.floats(owner.forms().precision());
            statements.add(CodeBlock.of("$L = examples.$L($L)", field, accessor, port));
        });
        return owner.pieces().code("take", statements, List.of(BATCH));
    }

    /** Refuses classes out of range in a column that was taken: they are places in arrays. */
    CodeBlock classes(ProgramClass owner, Storage.InColumn column) {
        ModelPlan.PortPlan port = model.ports().get(model.port(column.name()));
        long elements = port.type().fixedElements();
        return port.classes() == 0
                ? CodeBlock.of("")
                : CodeBlock.builder()
                        .addStatement(
                                "$T.classes($L, $L, $L, $L)",
                                RuntimeNames.CHECKS,
                                UserText.literal(port.name()),
                                owner.columns().get(column),
                                elements == 1 ? "batch" : "batch * " + elements,
                                port.classes())
                        .build();
    }

    /** The value of a hyper or counter in a run with a context. */
    CodeBlock fromContext(OpKind.Source source) {
        return switch (source.role()) {
            case COUNTER -> CodeBlock.of("context.$L()", source.name());
            case HYPER -> CodeBlock.of("context.hyper($L)", hyper(source.name()));
            case INPUT, TARGET, PARAMETER, BUFFER, STATE, GRADIENT, COLUMN ->
                throw new IllegalStateException("this is a bug in dlmc: " + source + " is no number");
        };
    }

    /** The value of a hyper or counter outside of any run: hypers as declared, no step done. */
    CodeBlock atRest(OpKind.Source source) {
        return switch (source.role()) {
            case COUNTER -> CodeBlock.of("0");
            case HYPER ->
                model.hypers().stream()
                        .filter(hyper -> hyper.name().equals(source.name()))
                        .map(hyper -> Literals.ofDouble(hyper.start()))
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("this is a bug in dlmc: no hyper " + source.name()));
            case INPUT, TARGET, PARAMETER, BUFFER, STATE, GRADIENT, COLUMN ->
                throw new IllegalStateException("this is a bug in dlmc: " + source + " is no number");
        };
    }

    /** Hypers are numbered through: the model's, then the recipe's. An inner name hides an outer one. */
    private int hyper(String name) {
        for (int h = recipeHypers.size() - 1; h >= 0; h--) {
            if (recipeHypers.get(h).name().equals(name)) {
                return model.hypers().size() + h;
            }
        }
        for (int h = 0; h < model.hypers().size(); h++) {
            if (model.hypers().get(h).name().equals(name)) {
                return h;
            }
        }
        throw new IllegalStateException("this is a bug in dlmc: no hyper " + name);
    }
}
