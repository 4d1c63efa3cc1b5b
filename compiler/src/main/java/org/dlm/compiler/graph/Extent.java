package org.dlm.compiler.graph;

/** Size of an axis. */
public sealed interface Extent {
    /** The run-time number of examples. */
    Extent BATCH = new Batch();

    /** Known when the model is compiled; may be 0. */
    record Fixed(int size) implements Extent {
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("negative extent " + size);
            }
        }

        /** As a record's own, which is slow until the JVM has compiled it. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Fixed that && size == that.size;
        }

        @Override
        public int hashCode() {
            return size;
        }

        @Override
        public String toString() {
            return Integer.toString(size);
        }
    }

    /** The number of examples of the batch at hand, known only at run time. */
    record Batch() implements Extent {
        @Override
        public String toString() {
            return "batch";
        }
    }

    static Extent of(int size) {
        return new Fixed(size);
    }

    /** The size where it is fixed; an error for the batch. */
    default int fixedSize() {
        return switch (this) {
            case Fixed fixed -> fixed.size();
            case Batch batch -> throw new IllegalStateException("the batch has no fixed size");
        };
    }

    default boolean isBatch() {
        return this instanceof Batch;
    }
}
