package org.dlm.runtime.data;

/** Bytes of examples, one after the other, in the heap or in a file. May be read by several threads. */
sealed interface Records permits HeldRecords, FileRecords {
    /** Bytes are read in pieces of this size, a multiple of every width of a value. */
    int PIECE = 1 << 16;

    /** The number of bytes. */
    long bytes();

    /** Bytes of heap that they take. */
    long heapBytes();

    /** The calling thread's cursor; what it shows holds until the thread moves it. */
    RecordCursor cursor();
}
