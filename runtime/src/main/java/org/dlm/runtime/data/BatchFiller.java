package org.dlm.runtime.data;

import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.PreparationProgram;

/**
 * Makes batches of chosen examples: gathers them from the columns, runs the block's arithmetic, checks class ranges. For
 * one thread; allocates nothing for a batch whose data are in memory.
 */
final class BatchFiller {
    private final RawData data;
    private final Batch raw;
    private final PreparationProgram preparation;
    private final Column[] columns;
    private final int[] sizes;
    private final FileRecords[] files;

    BatchFiller(RawData data, int batch) {
        this.data = data;
        this.raw = new Batch(data.ports(), batch, data.model().precision());
        this.preparation = data.preparation().apply(batch);
        this.columns = data.columns().toArray(Column[]::new);
        this.sizes = data.columns().stream()
                .mapToInt(column -> column.shape().size())
                .toArray();
        this.files = data.storage().files().toArray(FileRecords[]::new);
    }

    int capacity() {
        return raw.capacity();
    }

    Batch newBatch() {
        return new Batch(data.model().ports(), capacity(), data.model().precision());
    }

    /** Fills {@code into} with the examples {@code order[from .. from + count - 1]}. */
    void fill(int[] order, int from, int count, int index, Batch into) {
        gather(order, from, count);
        // after reading and before use: no batch of a file that was written to meanwhile gets out
        for (FileRecords file : files) {
            file.checkUnchanged();
        }
        raw.filled(count, index);
        preparation.prepare(raw, into);
        into.filled(count, index);
        for (int p = 0; p < into.ports().size(); p++) {
            checkClasses(p, order, from, into);
        }
    }

    /** Example by example, since the columns of an example may lie together in a file. */
    private void gather(int[] order, int from, int count) {
        for (int slot = 0; slot < count; slot++) {
            for (int c = 0; c < columns.length; c++) {
                gather(c, order[from + slot], slot);
            }
        }
    }

    private void gather(int column, int example, int slot) {
        ColumnValues values = columns[column].values();
        int size = sizes[column];
        int[] ints = raw.ints(column);
        float[] floats = raw.floats(column);
        long first = (long) example * size;
        int to = slot * size;
        // two of the three arrays are empty
        if (ints.length > 0) {
            values.copy(first, size, ints, to);
        } else if (floats.length > 0) {
            values.copy(first, size, floats, to);
        } else {
            values.copy(first, size, raw.doubles(column), to);
        }
    }

    private void checkClasses(int number, int[] order, int from, Batch batch) {
        Port port = batch.ports().get(number);
        if (port.classes() == 0 || port.kind() != ElementKind.INT) {
            return;
        }
        int[] values = batch.ints(number);
        int size = port.shape().size();
        for (int i = 0; i < batch.count() * size; i++) {
            if (values[i] < 0 || values[i] >= port.classes()) {
                int example = order[from + i / size];
                throw new DataException(data.block().name() + ": " + port.name() + " of example " + example + " ("
                        + data.place(example) + ") is " + values[i] + ", but the model takes a class of 0 .. "
                        + (port.classes() - 1));
            }
        }
    }
}
