package org.dlm.compiler.memory;

import java.util.List;
import org.dlm.compiler.graph.Precision;

/**
 * Bytes of the heap: those that do not depend on the batch, and those for each example of the largest batch. Sums that no
 * machine has stay at {@link #MOST}, so that nothing overflows into a small number.
 */
public record MemoryBytes(long fixed, long perExample) {
    public static final MemoryBytes NONE = new MemoryBytes(0, 0);

    /** An exabyte. */
    public static final long MOST = 1L << 60;

    public MemoryBytes {
        fixed = Math.clamp(fixed, 0, MOST);
        perExample = Math.clamp(perExample, 0, MOST);
    }

    /** What a class takes that runs these programs, one at a time, in the same two arenas. */
    public static MemoryBytes ofArenas(List<MemoryPlan> programs) {
        MemoryPlan.ArenaLength floats = MemoryPlan.ArenaLength.NONE;
        MemoryPlan.ArenaLength ints = MemoryPlan.ArenaLength.NONE;
        for (MemoryPlan program : programs) {
            floats = floats.max(program.floats());
            ints = ints.max(program.ints());
        }
        Precision precision =
                programs.isEmpty() ? Precision.F32 : programs.getFirst().precision();
        return ofElements(floats, bytesOfFloat(precision)).plus(ofElements(ints, Integer.BYTES));
    }

    private static MemoryBytes ofElements(MemoryPlan.ArenaLength length, int bytes) {
        return new MemoryBytes((long) length.fixed() * bytes, (long) length.perExample() * bytes);
    }

    /** Of one FLOAT. */
    public static int bytesOfFloat(Precision precision) {
        return switch (precision) {
            case F32 -> Float.BYTES;
            case F64 -> Double.BYTES;
        };
    }

    public MemoryBytes plus(MemoryBytes other) {
        return new MemoryBytes(fixed + other.fixed, perExample + other.perExample);
    }

    public MemoryBytes times(int count) {
        return new MemoryBytes(product(fixed, count), product(perExample, count));
    }

    /** For batches of up to so many examples. */
    public long bytes(int maxBatch) {
        return Math.min(MOST, fixed + product(perExample, maxBatch));
    }

    private static long product(long bytes, int count) {
        return count > 0 && bytes > MOST / count ? MOST : bytes * count;
    }
}
