package org.dlm.runtime.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What holds the values of some columns: arrays, and records, which several columns may share.
 *
 * @param columns the columns
 */
record DataStorage(List<Column> columns) {
    /** A text in a list: its object, its array and its place. */
    private static final int TEXT_BYTES = 48;

    static DataStorage of(Collection<Table> tables) {
        return new DataStorage(
                tables.stream().flatMap(table -> table.columns().stream()).toList());
    }

    private Set<Records> records() {
        Set<Records> records = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Column column : columns) {
            switch (column.values()) {
                case RecordValues(Records of, int bytes, int field, ElementForm form, int perRecord) -> records.add(of);
                case ClassNumbers(RecordValues codes, int[] ranks) -> records.add(codes.records());
                case ColumnValues.UnsignedBytes held -> {}
                case ColumnValues.Shorts held -> {}
                case ColumnValues.Ints held -> {}
                case ColumnValues.Floats held -> {}
                case ColumnValues.Doubles held -> {}
                case ColumnValues.Zeros none -> {}
            }
        }
        return records;
    }

    /** The files among them. */
    List<FileRecords> files() {
        List<FileRecords> files = new ArrayList<>();
        for (Records records : records()) {
            switch (records) {
                case FileRecords file -> files.add(file);
                case HeldRecords held -> {}
            }
        }
        return List.copyOf(files);
    }

    /** Bytes of heap, about: what is shared counts once. */
    long heapBytes() {
        long bytes = records().stream().mapToLong(Records::heapBytes).sum();
        for (Column column : columns) {
            bytes += column.values().heapBytes();
            for (String name : column.classes()) {
                bytes += TEXT_BYTES + name.length();
            }
        }
        return bytes;
    }

    void close() {
        files().forEach(FileRecords::close);
    }
}
