package org.dlm.runtime.data;

import java.nio.ByteBuffer;

/** A thread's view of a piece of {@link Records}. */
interface RecordCursor {
    /**
     * Goes to a byte of a record, which lies in {@code start .. end - 1}.
     *
     * @param at the byte
     * @param start where its record begins
     * @param end where its record ends
     */
    void moveTo(long at, long start, long end);

    /** Holds the piece. */
    ByteBuffer buffer();

    /** Where the byte is in the buffer. */
    int offset();

    /** How many bytes are in the buffer from there on. */
    int available();
}
