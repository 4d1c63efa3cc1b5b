package org.dlm.runtime.vector;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import jdk.incubator.vector.VectorShape;

/**
 * Whether vector kernels are fast in this JVM. Each generated class asks once, when it is initialised:
 *
 * <pre>{@code
 * private static final boolean VECTOR = VectorSupport.use(512);
 * }</pre>
 *
 * <p>Vector code without the machine instructions for it runs a hundred times slower than a scalar loop, so in doubt the
 * answer is no, and one line for the whole JVM says which flag makes it fast.
 */
public final class VectorSupport {
    private static final String MODULE = "jdk.incubator.vector";

    /** The system property that makes the choice, for tests and comparisons: {@code scalar} or {@code vector}. */
    public static final String KERNELS_PROPERTY = "dlm.kernels";

    private VectorSupport() {}

    /** What was found out about this JVM. */
    public sealed interface Finding {
        /** Vectors of up to this many bits are machine instructions. */
        record Fast(int bits) implements Finding {}

        /** They are not; {@code advice} says what to change. */
        record Slow(String advice) implements Finding {}
    }

    /** Whether kernels with vectors of this many bits shall run; says why not, once for the whole JVM. */
    public static boolean use(int bits) {
        return switch (System.getProperty(KERNELS_PROPERTY, "")) {
            case "scalar" -> false;
            case "vector" -> isModulePresent();
            default -> decide(bits, Once.FINDING, VectorSupport::tellOnce);
        };
    }

    /** The decision itself: what was found, and who is told in the bad case. */
    static boolean decide(int bits, Finding finding, Consumer<String> slowly) {
        return switch (finding) {
            case Finding.Fast(int available) -> {
                if (bits > available) {
                    slowly.accept("compile the model again on this machine: it was compiled for vectors of " + bits
                            + " bits, and there are " + available);
                }
                yield bits <= available;
            }
            case Finding.Slow(String advice) -> {
                slowly.accept(advice);
                yield false;
            }
        };
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
