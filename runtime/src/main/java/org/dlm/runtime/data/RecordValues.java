package org.dlm.runtime.data;

/**
 * The values of a field of records: of the pictures of an IDX file, of a column of a csv file.
 *
 * @param records the records
 * @param recordBytes bytes of a record
 * @param field where the field begins in a record
 * @param form how its values are written
 * @param perRecord how many values it has in a record
 */
record RecordValues(Records records, int recordBytes, int field, ElementForm form, int perRecord)
        implements ColumnValues {
    @Override
    public long length() {
        return records.bytes() / recordBytes * perRecord;
    }

    /** None of its own: the records are shared with other columns. */
    @Override
    public long heapBytes() {
        return 0;
    }

    @Override
    public boolean isWhole() {
        return form.isWhole();
    }

    @Override
    public void copy(long from, int count, float[] into, int offset) {
        RecordCursor cursor = records.cursor();
        int done = 0;
        while (done < count) {
            int found = find(cursor, from + done, count - done);
            form.copy(cursor.buffer(), cursor.offset(), found, into, offset + done);
            done += found;
        }
    }

    @Override
    public void copy(long from, int count, double[] into, int offset) {
        RecordCursor cursor = records.cursor();
        int done = 0;
        while (done < count) {
            int found = find(cursor, from + done, count - done);
            form.copy(cursor.buffer(), cursor.offset(), found, into, offset + done);
            done += found;
        }
    }

    @Override
    public void copy(long from, int count, int[] into, int offset) {
        RecordCursor cursor = records.cursor();
        int done = 0;
        while (done < count) {
            int found = find(cursor, from + done, count - done);
            form.copy(cursor.buffer(), cursor.offset(), found, into, offset + done);
            done += found;
        }
    }

    /** Moves to a value; gives how many of the wanted ones lie there together. */
    private int find(RecordCursor cursor, long value, int wanted) {
        long record = value / perRecord;
        int inside = (int) (value % perRecord);
        long start = record * recordBytes;
        cursor.moveTo(start + field + (long) inside * form.width(), start, start + recordBytes);
        return Math.min(Math.min(wanted, perRecord - inside), cursor.available() / form.width());
    }
}
