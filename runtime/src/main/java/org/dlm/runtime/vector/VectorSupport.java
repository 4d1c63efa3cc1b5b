package org.dlm.runtime.vector;

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

    /** Names of the system property that makes the choice, for tests and comparisons: {@code scalar} or {@code vector}. */
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
            default -> decide(bits, Once.FINDING, advice -> Once.announce());
        };
    }

    /** The decision itself: what was found, and who is told in the bad case. */
    static boolean decide(int bits, Finding finding, Consumer<String> slowly) {
        return switch (finding) {
            case Finding.Fast(int available) -> bits <= available;
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

    private static boolean isModulePresent() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /** Loaded only where the module is there. */
    private static final class Shapes {
        static int preferredBits() {
            return VectorShape.preferredShape().vectorBitSize();
        }
    }

    /** The JVM does not change its mind: looked at once, told once. */
    private static final class Once {
        static final Finding FINDING = find();

        static void announce() {
            Announcement.made();
        }
    }

    /** Initialising this class is the announcement, so that there is only one. */
    private static final class Announcement {
        static {
            if (Once.FINDING instanceof Finding.Slow(String advice)) {
                System.err.println(line(advice));
            }
        }

        static void made() {
            // the initialiser has spoken
        }
    }

    static String line(String advice) {
        return "dlm: running scalar kernels, which are slow; for the fast ones " + advice;
    }
}
