package org.dlm.runtime.data;

import java.util.Arrays;

/**
 * The values of a column in the smallest form that holds them: 60,000 pictures of 784 bytes take 47 MB and not 188.
 * Copying into a batch widens them. They may be in the heap or in a file; several threads may copy at once.
 */
public sealed interface ColumnValues
        permits ColumnValues.UnsignedBytes,
                ColumnValues.Shorts,
                ColumnValues.Ints,
                ColumnValues.Floats,
                ColumnValues.Doubles,
                ColumnValues.Zeros,
                RecordValues,
                ClassNumbers {
    /** The number of values. */
    long length();

    /** Bytes of heap that they take alone. */
    long heapBytes();

    /** Whether every one is a whole number of 32 bits, whatever was read. */
    boolean isWhole();

    /** How many bytes lie between an example's values and the next one's where they share records; else 1. */
    default int recordBytes() {
        return 1;
    }

    /** One value. Copying is the way to have many. */
    default double at(long index) {
        double[] value = new double[1];
        copy(index, 1, value, 0);
        return value[0];
    }

    /** Widens {@code count} values from {@code from} on. */
    void copy(long from, int count, float[] into, int offset);

    /** Widens {@code count} values from {@code from} on. */
    void copy(long from, int count, double[] into, int offset);

    /** Takes {@code count} values from {@code from} on as ints, cutting off fractions. */
    void copy(long from, int count, int[] into, int offset);

    /**
     * Values 0 to 255, each times a scale.
     *
     * @param scale 1 for the bytes themselves, 1/255 for grey levels in 0 .. 1
     */
    record UnsignedBytes(byte[] values, float scale) implements ColumnValues {
        @Override
        public long length() {
            return values.length;
        }

        @Override
        public long heapBytes() {
            return values.length;
        }

        @Override
        public boolean isWhole() {
            return scale == 1;
        }

        @Override
        public void copy(long from, int count, float[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (values[first + i] & 0xFF) * scale;
            }
        }

        @Override
        public void copy(long from, int count, double[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (values[first + i] & 0xFF) * scale;
            }
        }

        @Override
        public void copy(long from, int count, int[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (int) ((values[first + i] & 0xFF) * scale);
            }
        }
    }

    /** Values of 16 bits. */
    record Shorts(short[] values) implements ColumnValues {
        @Override
        public long length() {
            return values.length;
        }

        @Override
        public long heapBytes() {
            return (long) values.length * Short.BYTES;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public void copy(long from, int count, float[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = values[first + i];
            }
        }

        @Override
        public void copy(long from, int count, double[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = values[first + i];
            }
        }

        @Override
        public void copy(long from, int count, int[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = values[first + i];
            }
        }
    }

    /** Whole numbers of 32 bits. */
    record Ints(int[] values) implements ColumnValues {
        @Override
        public long length() {
            return values.length;
        }

        @Override
        public long heapBytes() {
            return (long) values.length * Integer.BYTES;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public void copy(long from, int count, float[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = values[first + i];
            }
        }

        @Override
        public void copy(long from, int count, double[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = values[first + i];
            }
        }

        @Override
        public void copy(long from, int count, int[] into, int offset) {
            System.arraycopy(values, Math.toIntExact(from), into, offset, count);
        }
    }

    /** Real numbers of 32 bits. */
    record Floats(float[] values) implements ColumnValues {
        @Override
        public long length() {
            return values.length;
        }

        @Override
        public long heapBytes() {
            return (long) values.length * Float.BYTES;
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void copy(long from, int count, float[] into, int offset) {
            System.arraycopy(values, Math.toIntExact(from), into, offset, count);
        }

        @Override
        public void copy(long from, int count, double[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = values[first + i];
            }
        }

        @Override
        public void copy(long from, int count, int[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (int) values[first + i];
            }
        }
    }

    /** Real numbers of 64 bits. */
    record Doubles(double[] values) implements ColumnValues {
        @Override
        public long length() {
            return values.length;
        }

        @Override
        public long heapBytes() {
            return (long) values.length * Double.BYTES;
        }

        @Override
        public boolean isWhole() {
            return false;
        }

        @Override
        public void copy(long from, int count, float[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (float) values[first + i];
            }
        }

        @Override
        public void copy(long from, int count, double[] into, int offset) {
            System.arraycopy(values, Math.toIntExact(from), into, offset, count);
        }

        @Override
        public void copy(long from, int count, int[] into, int offset) {
            int first = Math.toIntExact(from);
            for (int i = 0; i < count; i++) {
                into[offset + i] = (int) values[first + i];
            }
        }
    }

    /**
     * Nothing but zeros, which take no memory.
     *
     * @param length how many
     */
    record Zeros(long length) implements ColumnValues {
        @Override
        public long heapBytes() {
            return 0;
        }

        @Override
        public boolean isWhole() {
            return true;
        }

        @Override
        public void copy(long from, int count, float[] into, int offset) {
            Arrays.fill(into, offset, offset + count, 0);
        }

        @Override
        public void copy(long from, int count, double[] into, int offset) {
            Arrays.fill(into, offset, offset + count, 0);
        }

        @Override
        public void copy(long from, int count, int[] into, int offset) {
            Arrays.fill(into, offset, offset + count, 0);
        }
    }
}
