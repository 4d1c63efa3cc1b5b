package org.dlm.runtime.vector;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.dlm.runtime.problem.ProblemException;

/**
 * The {@link KernelForms} of a model, which all its programs share. A kernel has code for whole tiles of examples and for what is left
 * over; programs for one example and for many need other parts of it, so there are forms for each number of examples left over.
 *
 * <pre>{@code
 * private static final ModelForms FORMS = new ModelForms(LeNet5Rehearsal::new, 13, 8, 12000L, 512, 256, 128);
 * }</pre>
 */
public final class ModelForms {
    /**
     * The system property by which programs use vectors at once, {@code off}, and not only when they are fast: for measurements, and where
     * no thread may be started.
     */
    public static final String WARM_UP_PROPERTY = "dlm.warmup";

    /** A warm-up takes at most this part of what the heap has to spare: what programs were promised stays theirs. */
    private static final int SPARE_PART = 8;

    private final IntFunction<Rehearsal> rehearsals;
    private final int kernels;
    private final int tile;
    private final long bytesPerExample;
    private final int[] widths;
    private final Map<Integer, KernelForms> byExamples = new ConcurrentHashMap<>();

    /**
     * The forms of a model's kernels.
     *
     * @param rehearsals makes what calls the kernels, for so many examples
     * @param kernels how many there are
     * @param tile the most examples that a kernel computes at once
     * @param bytesPerExample what a rehearsal takes, for each example and at most
     * @param widths of the vectors that kernels were compiled for, in bits
     */
    public ModelForms(IntFunction<Rehearsal> rehearsals, int kernels, int tile, long bytesPerExample, int... widths) {
        this.rehearsals = rehearsals;
        this.kernels = kernels;
        this.tile = tile;
        this.bytesPerExample = bytesPerExample;
        this.widths = widths.clone();
    }

    /** Whether kernels of some model in this JVM are being tried, so that its programs may get faster yet. */
    public static boolean isWarmingUp() {
        return WarmUp.OF_JVM.isRunning();
    }

    /** The forms for programs that take so many examples at a time. */
    public KernelForms of(int maxBatch) {
        int examples = maxBatch < tile ? maxBatch : tile + maxBatch % tile;
        return byExamples.computeIfAbsent(examples, this::forms);
    }

    private KernelForms forms(int examples) {
        if (isWarmUpOff()) {
            return KernelForms.of(kernels, VectorSupport.choose(widths));
        }
        return new KernelForms(WarmUp.OF_JVM, kernels, () -> VectorSupport.choose(widths), () -> rehearsal(examples));
    }

    private static boolean isWarmUpOff() {
        String wish = System.getProperty(WARM_UP_PROPERTY, "on");
        return switch (wish) {
            case "off" -> true;
            // who chooses a form wants to see that one
            case "on" -> !System.getProperty(VectorSupport.KERNELS_PROPERTY, "").isEmpty();
            default ->
                throw new IllegalArgumentException(
                        "the property " + WARM_UP_PROPERTY + " is '" + wish + "'; it can be on or off");
        };
    }

    /** Where there is no room, kernels are not tried but taken: that is slower at first, and nothing else. */
    private Optional<Rehearsal> rehearsal(int examples) {
        Runtime jvm = Runtime.getRuntime();
        long spare = jvm.maxMemory() - (jvm.totalMemory() - jvm.freeMemory());
        if (bytesPerExample * examples > spare / SPARE_PART) {
            return Optional.empty();
        }
        try {
            return Optional.of(rehearsals.apply(examples));
        } catch (ProblemException noRoomAnyMore) {
            return Optional.empty();
        }
    }
}
