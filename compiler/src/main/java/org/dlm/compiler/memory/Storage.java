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

    /** An intermediate value at {@code fixed + perExample * maxBatch}. */
    record InArena(Pool pool, int fixed, int perExample) implements Storage {
        @Override
        public String toString() {
            String place = perExample == 0 ? "" : " + " + perExample + " * maxBatch";
            return pool.name().toLowerCase(java.util.Locale.ROOT) + " " + fixed + place;
        }
    }
}
