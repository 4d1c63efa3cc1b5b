package org.dlm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.StepContext;

/**
 * Compares a derived gradient with differences of the loss at some values of each parameter.
 *
 * <p>With n(h) = (L(w + h) - L(w - h)) / 2h the numeric derivative is (4 n(h/2) - n(h)) / 3, Richardson's extrapolation,
 * whose error is h⁴ instead of h². So h may be as large as 1e-4, and what the rounding of the loss does, about ε L / h,
 * stays below 1e-10.
 *
 * <p>Where n(h) and n(h/2) differ by more than smooth functions do, the loss bends between w - h and w + h (a relu or a
 * maximum changes sides there), and the step is made smaller; if no step is small enough, no difference tells the
 * derivative: the value is counted as a bend and left out. Only differences decide this, so that a wrong gradient cannot
 * excuse itself.
 */
final class GradientCheck {
    /** A convolution moves thousands of rectifiers at once, so some of them bend within the largest step. */
    private static final double[] STEPS = {1e-4, 1e-5, 1e-6};

    /** Relative to the norm of the differences. Smooth losses differ by h² L''' / 8, about 1e-9 at the largest step. */
    private static final double BEND = 2e-8;

    /** Unit roundoff of a double. */
    private static final double EPSILON = 0x1p-53;

    /** How many roundings of about EPSILON the sums and functions of a loss add up to; they do not all agree. */
    private static final double ROUNDINGS = 16;

    private final GradientProgram program;
    private final Batch batch;
    private final StepContext context;
    private final SplittableRandom random;

    GradientCheck(GradientProgram program, Batch batch, StepContext context, long seed) {
        this.program = program;
        this.batch = batch;
        this.context = context;
        this.random = new SplittableRandom(seed);
    }

    List<ParameterGradient> run(List<TensorSlot> parameters, int entries) {
        double[] derived = new double[program.weights().length()];
        double loss = program.gradient(batch, context, derived);
        List<ParameterGradient> results = new ArrayList<>();
        for (TensorSlot parameter : parameters) {
            results.add(check(parameter, choose(parameter, entries), derived, loss));
        }
        return results;
    }

    /** All values of a small parameter, else as many different ones as asked for. */
    private int[] choose(TensorSlot parameter, int entries) {
        int size = parameter.shape().size();
        return size <= entries
                ? IntStream.range(0, size).toArray()
                : random.ints(0, size).distinct().limit(entries).sorted().toArray();
    }

    private ParameterGradient check(TensorSlot parameter, int[] entries, double[] derived, double loss) {
        ParameterGradient.Builder result = new ParameterGradient.Builder(parameter);
        int[] open = entries;
        for (double step : STEPS) {
            Differences differences = differences(parameter, open, step);
            double rounding = ROUNDINGS * EPSILON * Math.max(1, Math.abs(loss)) / step;
            for (int i : differences.smooth(rounding)) {
                result.entry(open[i], derived[parameter.offset() + open[i]], differences.extrapolated(i), rounding);
            }
            int[] before = open;
            open = differences.bent(rounding).map(i -> before[i]).toArray();
        }
        result.bends(open.length);
        return result.build();
    }

    private Differences differences(TensorSlot parameter, int[] entries, double step) {
        Differences differences = new Differences(new double[entries.length], new double[entries.length]);
        for (int i = 0; i < entries.length; i++) {
            differences.wide()[i] = difference(parameter.offset() + entries[i], step);
            differences.narrow()[i] = difference(parameter.offset() + entries[i], step / 2);
        }
        return differences;
    }

    /** Numeric derivatives n(h) and n(h/2) of some values of one parameter. */
    private record Differences(double[] wide, double[] narrow) {
        /** Places of the values at which the loss bends. */
        IntStream bent(double rounding) {
            double limit = BEND * norm(narrow) + 2 * rounding;
            return IntStream.range(0, wide.length).filter(i -> Math.abs(wide[i] - narrow[i]) > limit);
        }

        /** Places of the other values. */
        int[] smooth(double rounding) {
            Set<Integer> bent = bent(rounding).boxed().collect(Collectors.toSet());
            return IntStream.range(0, wide.length)
                    .filter(i -> !bent.contains(i))
                    .toArray();
        }

        double extrapolated(int place) {
            return (4 * narrow[place] - wide[place]) / 3;
        }

        private static double norm(double[] values) {
            return Math.sqrt(DoubleStream.of(values).map(value -> value * value).sum());
        }
    }

    private double difference(int index, double step) {
        double[] weights = program.weights().doubles();
        double start = weights[index];
        weights[index] = start + step;
        double above = program.loss(batch, context);
        weights[index] = start - step;
        double below = program.loss(batch, context);
        weights[index] = start;
        return (above - below) / (2 * step);
    }
}
