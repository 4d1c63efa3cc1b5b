package org.dlm.compiler.memory;

import java.util.List;
import org.dlm.compiler.graph.Precision;

/**
 * Bytes of the heap: those that do not depend on the batch, those for each example of the largest batch, and scratch. Sums that no
 * machine has stay at {@link #MOST}, so that nothing overflows into a small number.
 */
public record MemoryBytes(long fixed, long perExample, Scratch scratch) {
    public static final MemoryBytes NONE = new MemoryBytes(0, 0);

    /** An exabyte. */
    public static final long MOST = 1L << 60;

    /**
     * What a few examples take for each thread, but no more than all examples of the largest batch.
     *
     * @param most for all threads; for one where their number is not known yet
     */
    public record Scratch(long most, long perExample) {
        private static final Scratch NONE = new Scratch(0, 0);

        public Scratch {
            most = Math.clamp(most, 0, MOST);
            perExample = Math.clamp(perExample, 0, MOST);
        }

        private Scratch plus(Scratch other) {
            return new Scratch(most + other.most, perExample + other.perExample);
        }
    }

    public MemoryBytes {
        fixed = Math.clamp(fixed, 0, MOST);
        perExample = Math.clamp(perExample, 0, MOST);
    }

    /** Without scratch. */
    public MemoryBytes(long fixed, long perExample) {
        this(fixed, perExample, Scratch.NONE);
    }

    /** What a class takes that runs these programs, one at a time and by one thread, in the same two arenas. */
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
        return new MemoryBytes(
                (long) length.fixed() * bytes,
                (long) length.perExample() * bytes,
                new Scratch(
                        product(length.scratch().perThread(), bytes),
                        product(length.scratch().perExample(), bytes)));
    }

    /** Of one FLOAT. */
    public static int bytesOfFloat(Precision precision) {
        return switch (precision) {
            case F32 -> Float.BYTES;
            case F64 -> Double.BYTES;
        };
    }

    public MemoryBytes plus(MemoryBytes other) {
        return new MemoryBytes(fixed + other.fixed, perExample + other.perExample, scratch.plus(other.scratch));
    }

    /** Room for either. */
    public MemoryBytes max(MemoryBytes other) {
        return new MemoryBytes(
                Math.max(fixed, other.fixed),
                Math.max(perExample, other.perExample),
                new Scratch(
                        Math.max(scratch.most, other.scratch.most),
                        Math.max(scratch.perExample, other.scratch.perExample)));
    }

    public MemoryBytes times(int count) {
        return new MemoryBytes(
                product(fixed, count),
                product(perExample, count),
                new Scratch(product(scratch.most, count), product(scratch.perExample, count)));
    }

    /** What so many threads take, where this is of one. */
    public MemoryBytes ofThreads(int threads) {
        return new MemoryBytes(fixed, perExample, new Scratch(product(scratch.most, threads), scratch.perExample));
    }

    /** For batches of up to so many examples. */
    public long bytes(int maxBatch) {
        long some = Math.min(scratch.most, product(scratch.perExample, maxBatch));
        return Math.min(MOST, Math.min(MOST, fixed + product(perExample, maxBatch)) + some);
    }

    private static long product(long bytes, int count) {
        return count > 0 && bytes > MOST / count ? MOST : bytes * count;
    }
}
