package org.dlm.runtime.vector;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jdk.incubator.vector.VectorShape;

/**
 * Whether vector kernels are fast in this JVM. Each generated class asks once, when it is initialised:
 *
 * <pre>{@code
 * private static final int BITS = VectorSupport.choose(512, 256, 128);
 * }</pre>
 *
 * <p>Vector code without the machine instructions for it runs a hundred times slower than a scalar loop, so in doubt the
 * answer is no, and one line for the whole JVM says which flag makes it fast.
 */
public final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";

    /** The system property that makes the choice, for tests and comparisons: {@code scalar}, {@code vector}, or a width in bits. */
    public static final String KERNELS_PROPERTY = "dlm.kernels";

    private VectorSupport() {}

    /** What was found out about this JVM. */
    public sealed interface Finding {
        /** Vectors of up to this many bits are machine instructions. */
        record Fast(int bits) implements Finding {}

        /** They are not; {@code advice} says what to change. */
        record Slow(String advice) implements Finding {}
    }

    /**
     * The width of the vectors that kernels shall use, of those that they were compiled for; 0 for plain loops. Says why there are
     * none, once for the whole JVM. Results are the same whatever the choice.
     */
    public static int choose(int... widths) {
        String wish = System.getProperty(KERNELS_PROPERTY, "");
        return switch (wish) {
            case "scalar" -> 0;
            case "vector" -> isModulePresent() ? widest(Integer.MAX_VALUE, widths) : 0;
            case "" -> decide(Once.FINDING, VectorSupport::tellOnce, widths);
            default -> isModulePresent() ? widest(bits(wish), widths) : 0;
        };
    }

    private static int bits(String wish) {
        try {
            return Integer.parseInt(wish);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the property " + KERNELS_PROPERTY + " is '" + wish
                            + "'; it can be scalar, vector, 128, 256 or 512",
                    e);
        }
    }

    /** The decision itself: what was found, and who is told in the bad case. */
    static int decide(Finding finding, Consumer<String> slowly, int... widths) {
        return switch (finding) {
            case Finding.Fast(int available) -> {
                int chosen = widest(available, widths);
                if (chosen == 0) {
                    slowly.accept("compile the model for vectors of " + available
                            + " bits, which there are here; it was" + " compiled for " + Arrays.toString(widths));
                }
                yield chosen;
            }
            case Finding.Slow(String advice) -> {
                slowly.accept(advice);
                yield 0;
            }
        };
    }

    private static int widest(int most, int... widths) {
        return Arrays.stream(widths).filter(bits -> bits <= most).max().orElse(0);
    }

    /** The widest vectors that are machine instructions here: 512, 256 or 128 bits; 0 where none are. */
    public static int preferredBits() {
        return switch (Once.FINDING) {
            case Finding.Fast(int bits) -> bits;
            case Finding.Slow(String advice) -> 0;
        };
    }

    /** Looks at this JVM. */
    public static Finding find() {
        return find(isModulePresent(), System.getProperty("java.vm.info", ""));
    }

    static Finding find(boolean modulePresent, String virtualMachine) {
        if (!modulePresent) {
            return new Finding.Slow("start Java with --add-modules " + MODULE);
        }
        if (virtualMachine.contains("interpreted") || virtualMachine.contains("emulated-client")) {
            return new Finding.Slow("start Java without -Xint and without -XX:TieredStopAtLevel");
        }
        int bits = Shapes.preferredBits();
        return bits >= 128
                ? new Finding.Fast(bits)
                : new Finding.Slow(
                        "start Java without -XX:-EnableVectorSupport, on a machine with vector instructions");
    }

    /** Asked of the class loader, not of the boot layer: a launcher may have added the module later. */
    private static boolean isModulePresent() {
        try {
            Class.forName(MODULE + ".VectorShape", false, VectorSupport.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException notThere) {
            return false;
        }
    }

    /** Loaded only where the module is there. */
    private static final class Shapes {
        static int preferredBits() {
            return VectorShape.preferredShape().vectorBitSize();
        }
    }

    /** The JVM does not change its mind, so it is looked at once. */
    private static final class Once {
        static final Finding FINDING = find();

        /** Static and changing, against our rules: the user is told once however many classes ask. */
        static final AtomicBoolean TOLD = new AtomicBoolean();
    }

    private static void tellOnce(String advice) {
        if (Once.TOLD.compareAndSet(false, true)) {
            System.err.println(line(advice));
        }
    }

    static String line(String advice) {
        return "dlm: running scalar kernels, which are slow; for the fast ones " + advice;
    }
}
