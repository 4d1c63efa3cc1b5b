package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterSpec;
import java.util.List;
import org.dlm.compiler.graph.OpKind;

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
     * Checks the batch and takes what belongs to this step. It stands in the entry method itself, which so gets more than the 35
     * bytecodes up to which C1 inlines it into a user's frame; from a frame that is not entrant any more every kernel call would
     * go through the interpreter.
     */
    CodeBlock begin(ProgramClass owner) {
        return CodeBlock.builder()
                .add(checkedBatch(CodeBlock.of("examples.count()")))
                .addStatement("seed = context.seed()")
                .addStatement("step = context.step()")
                .add(columns(owner))
                .build();
    }

    /** {@code batch = …;} or an error where it is too large. */
    static CodeBlock checkedBatch(CodeBlock count) {
        return CodeBlock.builder()
                .addStatement("batch = $L", count)
                .beginControlFlow("if (batch < 1 || batch > maxBatch)")
                .addStatement(
                        "throw new $T($S + batch + $S + maxBatch)",
                        IllegalArgumentException.class,
                        "the batch has ",
                        " examples; this program was made for 1 to ")
                .endControlFlow()
                .build();
    }

    /** {@code image = examples.floats(0);} and so on. */
    CodeBlock columns(ProgramClass owner) {
        CodeBlock.Builder code = CodeBlock.builder();
        owner.columns().forEach((column, field) -> {
            int port = model.port(column.name());
            boolean isInt = Literals.isInt(model.ports().get(port).type());
            String accessor = isInt ? "ints" : Literals.floats(owner.forms().precision());
            code.addStatement("$L = examples.$L($L)", field, accessor, port);
        });
        return code.build();
    }

    /** The value of a hyper or counter in a run with a context. */
    CodeBlock fromContext(OpKind.Source source) {
        return switch (source.role()) {
            case COUNTER -> CodeBlock.of("context.$L()", source.name());
            case HYPER -> CodeBlock.of("context.hyper($L)", hyper(source.name()));
            case INPUT, TARGET, PARAMETER, BUFFER, STATE, COLUMN ->
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
            case INPUT, TARGET, PARAMETER, BUFFER, STATE, COLUMN ->
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
