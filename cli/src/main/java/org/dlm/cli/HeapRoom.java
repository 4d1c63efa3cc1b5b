package org.dlm.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.dlm.runtime.problem.ProblemException;

/**
 * Whether the heap has room for what a command is going to allocate: a training that ends after an hour for want of memory is
 * worse than one that does not begin. Large arrays have to fit into the generation of long-lived objects, which with the
 * launcher's collector is two thirds of the heap.
 *
 * @param bytes that long-lived objects may take
 * @param heap all that the JVM may take for its heap
 */
record HeapRoom(long bytes, long heap) {
    /** For what a run makes on the way: lines, scores, the names in a checkpoint. */
    private static final long SMALL_CHANGE = 16L << 20;

    /** The JVM rounds generations, and the parts of the young one do not all count as heap. */
    private static final double ROUNDING = 1.05;

    static HeapRoom ofThisJvm() {
        long heap = Runtime.getRuntime().maxMemory();
        long largest = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getMax() < 0 ? heap : usage.getMax())
                .max()
                .orElse(heap);
        return new HeapRoom(largest, heap);
    }

    /** Throws where there is no room, with the option that makes it. */
    void require(MemoryUse use) {
        // Collecting garbage takes time: only where it may decide.
        if (use.total() + used() + SMALL_CHANGE > bytes) {
            System.gc();
            require(use, used());
        }
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** With so many bytes in use already. */
    void require(MemoryUse use, long used) {
        long need = use.total() + used + SMALL_CHANGE;
        if (need > bytes) {
            throw new ProblemException(
                    use.line() + ". With the " + Words.bytes(used) + " that dlmc has in use that is too"
                            + " much for the heap of the JVM, " + Words.bytes(heap) + ", of which " + Words.bytes(bytes)
                            + " are for what lives long. " + advice(use, used, need));
        }
    }

    private String advice(MemoryUse use, long used, long need) {
        long wanted = (long) (need * ((double) heap / bytes) * ROUNDING);
        int batch = use.largestBatch(bytes - used - SMALL_CHANGE);
        String smaller = batch > 0 ? "--batch " + batch + " fits" : "Not even one example at a time fits";
        return wanted <= machine()
                ? "Give it more with DLMC_JAVA_OPTS=-Xmx" + Words.heapOption(wanted)
                        + (batch > 0 ? ", or take a smaller batch: " + smaller : "")
                : smaller + "; this machine has " + Words.bytes(machine()) + " of memory";
    }

    private static long machine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }
}
