package org.dlm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.StepContext;

/**
 * Compares a derived gradient with differences of the loss at some values of each parameter.
 *
 * <p>With n(h) = (L(w + h) - L(w - h)) / 2h the numeric derivative is (4 n(h/2) - n(h)) / 3, Richardson's extrapolation,
 * whose error is h⁴ instead of h². So h may be as large as 1e-4, and the rounding of the loss, about ε L / h, stays below
 * 1e-11.
 *
 * <p>Where n(h) and n(h/2) differ by more than smooth functions do, the loss bends between w - h and w + h (a relu or a
 * maximum changes sides there): no difference tells the derivative, so the value is counted as a bend and left out. Only
 * differences decide this, so that a wrong gradient cannot excuse itself.
 */
final class GradientCheck {
    private static final double STEP = 1e-4;

    /** Relative to the norm of the differences. Smooth losses differ by h² L''' / 8, about 1e-9. */
    private static final double BEND = 1e-7;

    /** Unit roundoff of a double. */
    private static final double EPSILON = 0x1p-53;

    /** How many roundings of about EPSILON the sums and functions of a loss add up to; they do not all agree. */
    private static final double ROUNDINGS = 64;

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
        double[] wide = new double[entries.length];
        double[] narrow = new double[entries.length];
        for (int i = 0; i < entries.length; i++) {
            wide[i] = difference(parameter.offset() + entries[i], STEP);
            narrow[i] = difference(parameter.offset() + entries[i], STEP / 2);
        }
        double rounding = ROUNDINGS * EPSILON * Math.max(1, Math.abs(loss)) / STEP;
        double limit = BEND * norm(narrow) + 2 * rounding;
        ParameterGradient.Builder result = new ParameterGradient.Builder(parameter, rounding);
        for (int i = 0; i < entries.length; i++) {
            if (Math.abs(wide[i] - narrow[i]) > limit) {
                result.bend();
            } else {
                result.entry(entries[i], derived[parameter.offset() + entries[i]], (4 * narrow[i] - wide[i]) / 3);
            }
        }
        return result.build();
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

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
