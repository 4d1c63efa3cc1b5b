package org.dlm.compiler.memory;

import org.dlm.compiler.graph.OpKind;

/** Where a value lives: an array of the generated program, and the place of the value's first element in it. */
public sealed interface Storage {
    /** The arrays that outlive a run. */
    enum Kept {
        WEIGHTS,
        STATE,
        GRADIENTS
    }

    /** The arrays of intermediate values: one for FLOAT, one for INT and BOOL. */
    enum Pool {
        FLOATS,
        INTS
    }

    /** A parameter, buffer, optimizer state or gradient, or a value that is computed right where such a one lives. */
    record InKept(Kept array, int offset) implements Storage {
        @Override
        public String toString() {
            return array.name().toLowerCase(java.util.Locale.ROOT) + " " + offset;
        }
    }

    /** A column of the batch at hand, from its first element on. */
    record InColumn(OpKind.Role role, String name) implements Storage {
        @Override
        public String toString() {
            return "column " + name;
        }
    }

    /**
     * A value that only a chain reads, of the examples that a thread computes at a time. Scratch begins at {@code fixed + perExample *
     * maxBatch}; a thread's part of it follows those of all examples that others may have there, {@code perPlace} elements for
     * each; in it this value lies at {@code offset} times the examples at a time.
     *
     * @param stride elements of an example of this value
     * @param chunk the most examples at a time
     */
    record InScratch(Pool pool, int fixed, int perExample, int perPlace, int offset, int stride, int chunk)
            implements Storage {
        @Override
        public String toString() {
            return pool.name().toLowerCase(java.util.Locale.ROOT) + " scratch " + offset + " * " + chunk;
        }
    }

    /** An intermediate value at {@code fixed + perExample * maxBatch}. */
    record InArena(Pool pool, int fixed, int perExample) implements Storage {
        @Override
        public String toString() {
            String place = perExample == 0 ? "" : " + " + perExample + " * maxBatch";
            return pool.name().toLowerCase(java.util.Locale.ROOT) + " " + fixed + place;
        }
    }
}
