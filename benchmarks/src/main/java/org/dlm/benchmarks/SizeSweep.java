package org.dlm.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.DlmCompiler;
import org.dlm.compiler.pipeline.InMemoryCompiler;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/**
 * How many operations a second training steps of small networks do, over even and odd sizes: a batch of 17, widths of 100 and 333, wide
 * strides, functions other than the rectifier. Prints a table; a program and no test, since a machine has other things to do.
 *
 * <pre>{@code
 * java --add-modules jdk.incubator.vector -cp … org.dlm.benchmarks.SizeSweep [seconds for each size, 4]
 * }</pre>
 */
public final class SizeSweep {
    /** Forward once; backward by the operands and by the weights. */
    private static final int PASSES = 3;

    private static final int ROUNDS = 7;

    private final double seconds;

    private SizeSweep(double seconds) {
        this.seconds = seconds;
    }

    /** A case and its multiply-adds of a nanosecond. */
    record Measured(SweepCase size, double speed) {}

    public static void main(String[] arguments) {
        double seconds = arguments.length == 0 ? 4 : Double.parseDouble(arguments[0]);
        print(table(measured(SweepCase.all(), seconds)));
    }

    /** The one place that writes to the terminal. */
    private static void print(List<String> lines) {
        lines.forEach(System.out::println);
    }

    static List<Measured> measured(List<SweepCase> cases, double seconds) {
        SizeSweep sweep = new SizeSweep(seconds);
        return cases.stream().map(sweep::measure).toList();
    }

    private Measured measure(SweepCase size) {
        CompileResult compiled = DlmCompiler.compile(new CompileRequest(
                List.of(new SourceFile("net.dlm", size.text())),
                CompileOptions.DEFAULT.with(CompileOptions.DEFAULT.vectors())));
        if (compiled.files().isEmpty()) {
            throw new IllegalStateException(size + ": " + compiled.diagnostics());
        }
        ModelSummary summary = compiled.models().getFirst();
        long operations = summary.rows().stream()
                        .mapToLong(ModelSummary.Row::multiplyAdds)
                        .sum()
                * size.examples()
                * PASSES;
        ModelFactory factory = factory(compiled);
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer(
                    factory.recipes().getFirst().name(),
                    new ProgramRequest(factory.newWeights(1), size.examples(), team));
            Batch batch = Networks.batch(factory.description(), size.examples());
            return new Measured(size, operations / nanoseconds(trainer, batch));
        }
    }

    private static ModelFactory factory(CompileResult compiled) {
        try {
            return (ModelFactory) new InMemoryCompiler()
                    .compile(compiled.files())
                    .loadClass(compiled.models().getFirst().className())
                    .getMethod("factory")
                    .invoke(null);
        } catch (ReflectiveOperationException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /** The median of some rounds, after half of the time without looking. */
    private double nanoseconds(TrainingProgram trainer, Batch batch) {
        StepContext context = new StepContext(1, Integer.MAX_VALUE, 1);
        round(trainer, batch, context, seconds / 2);
        double[] times = new double[ROUNDS];
        for (int r = 0; r < ROUNDS; r++) {
            times[r] = round(trainer, batch, context, seconds / 2 / ROUNDS);
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static double round(TrainingProgram trainer, Batch batch, StepContext context, double roundSeconds) {
        long begin = System.nanoTime();
        long steps = 0;
        do {
            context.moveTo(context.step() + 1, 0);
            trainer.step(batch, context);
            steps++;
        } while (System.nanoTime() - begin < roundSeconds * 1e9);
        return (double) (System.nanoTime() - begin) / steps;
    }

    /** A line for each size: its speed, its share of the median of all of its family, and of the even ones. */
    static List<String> table(List<Measured> all) {
        List<String> lines = new ArrayList<>();
        lines.add("%-58s %8s %10s %10s %10s".formatted("network", "examples", "GMAC/s", "of median", "of even"));
        for (Measured one : all) {
            lines.add("%-58s %8d %10.2f %8.0f %% %8.0f %%"
                    .formatted(
                            one.size.family() + ", " + one.size.size() + (one.size.odd() ? " (odd)" : ""),
                            one.size.examples(),
                            one.speed,
                            100 * one.speed / median(all, one, false),
                            100 * one.speed / median(all, one, true)));
        }
        double lowest = all.stream()
                .mapToDouble(one -> one.speed / median(all, one, false))
                .min()
                .orElse(1);
        double slowest = all.stream()
                .filter(one -> one.size.odd())
                .mapToDouble(one -> median(all, one, true) / one.speed)
                .max()
                .orElse(1);
        lines.add("the slowest has %.0f %% of its family's median (40 %% are wanted)".formatted(100 * lowest));
        lines.add("an odd one takes at most %.2f times as long for an operation as the even ones (1.30 are wanted)"
                .formatted(slowest));
        return lines;
    }

    private static double median(List<Measured> all, Measured of, boolean evenOnly) {
        double[] speeds = all.stream()
                .filter(one -> one.size.family().equals(of.size.family()))
                .filter(one -> !evenOnly || !one.size.odd())
                .mapToDouble(Measured::speed)
                .sorted()
                .toArray();
        return speeds.length == 0 ? of.speed : speeds[speeds.length / 2];
    }
}
