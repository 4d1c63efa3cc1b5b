package org.dlm.runtime.data;

/**
 * Texts as class numbers: while a file is read they are numbered as they come, and their places in alphabetical order are
 * known at its end.
 *
 * @param codes the numbers as they came
 * @param ranks the class for each such number
 */
record ClassNumbers(RecordValues codes, int[] ranks) implements ColumnValues {
    @Override
    public long length() {
        return codes.length();
    }

    @Override
    public long heapBytes() {
        return (long) ranks.length * Integer.BYTES;
    }

    @Override
    public boolean isWhole() {
        return true;
    }

    @Override
    public int recordBytes() {
        return codes.recordBytes();
    }

    @Override
    public void copy(long from, int count, float[] into, int offset) {
        codes.copy(from, count, into, offset);
        for (int i = offset; i < offset + count; i++) {
            into[i] = ranks[(int) into[i]];
        }
    }

    @Override
    public void copy(long from, int count, double[] into, int offset) {
        codes.copy(from, count, into, offset);
        for (int i = offset; i < offset + count; i++) {
            into[i] = ranks[(int) into[i]];
        }
    }

    @Override
    public void copy(long from, int count, int[] into, int offset) {
        codes.copy(from, count, into, offset);
        for (int i = offset; i < offset + count; i++) {
            into[i] = ranks[into[i]];
        }
    }
}
