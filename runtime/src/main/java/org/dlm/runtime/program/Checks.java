package org.dlm.runtime.program;

import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.NotFiniteException;

/**
 * What generated methods ask of their arguments before they touch anything. Whoever gives a wrong one reads its name, what was
 * found and what was expected. Nothing is allocated where all is well.
 */
public final class Checks {
    private Checks() {}

    /** The argument, which is not null. */
    public static <T> T given(String name, T value) {
        // not Objects.requireNonNull, whose message would be made in each call
        if (value == null) {
            throw new NullPointerException(name + " is null");
        }
        return value;
    }

    /** The weights of a request, which are those of this model. */
    public static Weights weights(ProgramRequest request, ModelDescription model) {
        return given("request", request).weights().fitting("request.weights", model);
    }

    /** The largest number of examples in a batch. */
    public static int maxBatch(int maxBatch) {
        if (maxBatch < 1) {
            throw new IllegalArgumentException(
                    "maxBatch is " + maxBatch + "; it is the largest number of examples in a batch, at least 1");
        }
        return maxBatch;
    }

    /** How many examples a call is for. */
    public static int count(int count, int maxBatch) {
        if (count < 1 || count > maxBatch) {
            throw new IllegalArgumentException("count is " + count
                    + "; it is a number of examples, and this session was made for 1 to " + maxBatch);
        }
        return count;
    }

    /** The number of examples in a batch with the ports of this model. */
    public static int batch(Batch examples, ModelDescription model, int maxBatch) {
        fits("examples", examples, model);
        return examples("examples", examples, maxBatch);
    }

    /** Refuses a batch made for another model. */
    public static void fits(String name, Batch examples, ModelDescription model) {
        given(name, examples);
        // nearly always the same object
        if (examples.ports() != model.ports() && !examples.ports().equals(model.ports())) {
            throw new IllegalArgumentException(name + " has the ports " + examples.ports() + ", but the model "
                    + model.name() + " has " + model.ports());
        }
        precision(name, examples, model);
    }

    /** Refuses a batch of other floats. */
    public static void precision(String name, Batch examples, ModelDescription model) {
        if (examples.precision() != model.precision()) {
            throw new IllegalArgumentException(name + " holds " + examples.precision() + " values, but the model "
                    + model.name() + " was compiled for " + model.precision());
        }
    }

    /** The number of examples in a batch. */
    public static int examples(String name, Batch examples, int maxBatch) {
        int count = given(name, examples).count();
        if (count < 1 || count > maxBatch) {
            throw new IllegalArgumentException(
                    name + ": the batch has " + count + " examples; this program was made for 1 to " + maxBatch);
        }
        return count;
    }

    /** Refuses a batch without room for this many examples. */
    public static void room(String name, Batch examples, int count) {
        if (examples.capacity() < count) {
            throw new IllegalArgumentException(
                    name + " has room for " + examples.capacity() + " examples, but there are " + count);
        }
    }

    /** Refuses a batch whose column with this number is not of this kind and size. */
    public static void column(String name, Batch examples, int column, ElementKind kind, int size) {
        if (column >= examples.ports().size()) {
            throw new IllegalArgumentException(
                    name + " has " + examples.ports().size() + " columns, but column " + column + " is needed");
        }
        Port port = examples.ports().get(column);
        if (port.kind().isStoredAsInt() != kind.isStoredAsInt() || port.shape().size() != size) {
            throw new IllegalArgumentException(name + ": column " + column + " is " + port + ", but " + size + " of "
                    + kind + " for each example are needed");
        }
    }

    /** Refuses a context without a value for each hyper. */
    public static void context(StepContext context, int hypers) {
        if (given("context", context).hyperCount() < hypers) {
            throw new IllegalArgumentException("context has " + context.hyperCount() + " hyper values, but " + hypers
                    + " are needed: the model's, then the recipe's, as RecipeDescription.hypers() lists them");
        }
    }

    /** The array of one example, which has exactly this many values. */
    public static float[] values(String name, float[] values, int size) {
        exactly(name, given(name, values).length, size);
        return values;
    }

    /** The array of one example, which has exactly this many values. */
    public static double[] values(String name, double[] values, int size) {
        exactly(name, given(name, values).length, size);
        return values;
    }

    /** The array of one example, which has exactly this many values. */
    public static int[] values(String name, int[] values, int size) {
        exactly(name, given(name, values).length, size);
        return values;
    }

    private static void exactly(String name, int found, int size) {
        if (found != size) {
            throw new IllegalArgumentException(name + " has " + found + " values, but one example has " + size);
        }
    }

    /** An array of {@code count} examples, which may be longer. */
    public static float[] values(String name, float[] values, int count, int size) {
        atLeast(name, given(name, values).length, count, size);
        return values;
    }

    /** An array of {@code count} examples, which may be longer. */
    public static double[] values(String name, double[] values, int count, int size) {
        atLeast(name, given(name, values).length, count, size);
        return values;
    }

    /** An array of {@code count} examples, which may be longer. */
    public static int[] values(String name, int[] values, int count, int size) {
        atLeast(name, given(name, values).length, count, size);
        return values;
    }

    private static void atLeast(String name, int found, int count, int size) {
        if (found < (long) count * size) {
            throw new IllegalArgumentException(name + " has " + found + " values, but " + count + " examples of " + size
                    + " have " + (long) count * size);
        }
    }

    /** Refuses an array in which there is no place from {@code offset} on. */
    public static void room(float[] into, int offset, int count, int size) {
        room(given("into", into).length, offset, count, size);
    }

    /** Refuses an array in which there is no place from {@code offset} on. */
    public static void room(double[] into, int offset, int count, int size) {
        room(given("into", into).length, offset, count, size);
    }

    /** Refuses an array in which there is no place from {@code offset} on. */
    public static void room(int[] into, int offset, int count, int size) {
        room(given("into", into).length, offset, count, size);
    }

    private static void room(int length, int offset, int count, int size) {
        if (offset < 0 || length - (long) offset < (long) count * size) {
            throw new IndexOutOfBoundsException("into has " + length + " values and offset is " + offset + ", but "
                    + count + " examples of " + size + " take " + (long) count * size + " values from offset on");
        }
    }

    /** An array that takes a value for each of so many things. */
    public static double[] sums(String name, double[] sums, int count) {
        if (given(name, sums).length < count) {
            throw new IllegalArgumentException(name + " has " + sums.length + " places, but " + count + " are needed");
        }
        return sums;
    }

    /** A loss that can be minimised further; otherwise the step ends before it has changed anything. */
    public static double loss(String name, double loss, StepContext context) {
        if (!Double.isFinite(loss)) {
            throw new NotFiniteException(
                    name,
                    loss,
                    "loss " + name + " is " + loss + " at step " + context.step()
                            + "; weights and optimizer state are as they were before this step. Look for inputs that are"
                            + " not finite or of unusual size, or try a smaller learning rate");
        }
        return loss;
    }

    /**
     * Refuses whole numbers outside of {@code 0 .. classes - 1}: they become places in arrays.
     *
     * @param length how many values are looked at
     */
    public static void classes(String name, int[] values, int length, int classes) {
        for (int i = 0; i < length; i++) {
            if (values[i] < 0 || values[i] >= classes) {
                throw new IllegalArgumentException(
                        name + "[" + i + "] is " + values[i] + ", which is not in 0 .. " + (classes - 1));
            }
        }
    }
}
