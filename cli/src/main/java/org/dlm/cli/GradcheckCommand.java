package org.dlm.cli;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.StepContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dlmc gradcheck}: compares the derived gradient with differences of the loss. */
@Command(
        name = "gradcheck",
        description =
                "Check that the gradient is right: compare the derived one of each parameter with differences of the loss, in f64.")
final class GradcheckCommand implements Callable<Integer> {
    private static final int DEFAULT_BATCH = 4;

    @Mixin
    private ModelArgument model;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "How many values of each parameter are tried. Default: ${DEFAULT-VALUE}.")
    private int entries = 20;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            description = "Largest |a - n| / (|a| + |n|) that passes, of derived a and numeric n. Default: 1e-7.")
    private double tolerance = 1e-7;

    @Mixin
    private JsonOption json;

    private final Console console;
    private final ModelLoader loader;

    GradcheckCommand(Console console, ModelLoader loader) {
        this.console = console;
        this.loader = loader;
    }

    @Override
    public Integer call() {
        Checks.positive("--entries", entries);
        if (!(tolerance > 0)) {
            throw new UsageException("--tolerance is " + tolerance + "; it must be above 0");
        }
        LoadedModel loaded = loader.load(
                model, options.compileOptions(Precision.F64, console).with(Set.of(ProgramKind.GRADCHECK)));
        RecipeDescription recipe = loaded.recipe(options.recipe());
        long seed = options.seed()
                .orElseGet(() -> (long) ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        int count = options.batch().orElse(DEFAULT_BATCH);
        HeapRoom.ofThisJvm()
                .require(new MemoryUses(loaded.summary().memory(), options.threads())
                        .gradientCheck(recipe.name(), count));
        console.out()
                .println("gradient of " + recipe.loss() + " of "
                        + loaded.summary().model() + ", batch " + count + ", --seed " + seed);
        try (Team team = Team.of(options.threads())) {
            Weights weights = loaded.factory().newWeights(seed);
            GradientProgram program =
                    loaded.factory().gradient(recipe.name(), new ProgramRequest(weights, count, team));
            Batch batch = RandomExamples.batch(loaded.description(), count, seed);
            StepContext context =
                    new StepContext(seed, 1, 1, options.settings(recipe).hyperValues());
            context.moveTo(1, 0);
            GradientCheck check = new GradientCheck(program, batch, context, seed);
            return report(check.run(trained(loaded), entries), seed);
        }
    }

    private static List<TensorSlot> trained(LoadedModel loaded) {
        List<TensorSlot> trained = loaded.description().weights().stream()
                .filter(TensorSlot::trained)
                .toList();
        if (trained.isEmpty()) {
            throw new ProblemException("the model " + loaded.description().name() + " has no parameter to check");
        }
        return trained;
    }

    private int report(List<ParameterGradient> gradients, long seed) {
        TextTable table = new TextTable(List.of("parameter", "shape", ">tried", ">bends", ">norm", ">ratio", ""));
        for (ParameterGradient gradient : gradients) {
            table.row(List.of(
                    gradient.path(),
                    gradient.shape().toString(),
                    String.valueOf(gradient.tried()),
                    String.valueOf(gradient.bends()),
                    Words.number(gradient.norm()),
                    Words.number(gradient.ratio()),
                    gradient.verdict(tolerance).text()));
        }
        table.lines().forEach(console.out()::println);
        boolean allZero = gradients.stream().allMatch(each -> each.norm() == 0);
        List<ParameterGradient> failed = gradients.stream()
                .filter(each -> each.verdict(tolerance).isFailure())
                .toList();
        failed.forEach(each -> console.err().println("dlmc: " + each.complaint(tolerance)));
        if (allZero) {
            console.err().println("dlmc: the gradient is zero everywhere; the loss depends on no parameter");
        }
        boolean passed = failed.isEmpty() && !allZero;
        console.out().println(passed ? "the gradient is right" : "the gradient is NOT right");
        json.print(
                console,
                () -> new Answer()
                        .with("passed", passed)
                        .with("seed", seed)
                        .with("tolerance", tolerance)
                        .with(
                                "parameters",
                                gradients.stream()
                                        .map(each -> each.answer(tolerance).members())
                                        .toList()));
        return passed ? ExitCode.GOOD : ExitCode.MODEL_OR_DATA;
    }
}
