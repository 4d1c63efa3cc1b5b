package org.dlm.runtime.data;

import java.nio.ByteBuffer;
import java.util.List;

/** Records in the heap, in pieces of equal size: so they grow as they arrive, without being copied. */
final class HeldRecords implements Records {
    private final ByteBuffer[] pieces;
    private final long bytes;
    private final ThreadCursors cursors = new ThreadCursors(Cursor::new);

    /** All pieces but the last one are full. */
    HeldRecords(List<ByteBuffer> pieces, long bytes) {
        this.pieces = pieces.toArray(ByteBuffer[]::new);
        this.bytes = bytes;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long heapBytes() {
        return bytes;
    }

    @Override
    public RecordCursor cursor() {
        return cursors.ofThisThread();
    }

    private final class Cursor implements RecordCursor {
        private ByteBuffer piece = ByteBuffer.allocate(0);
        private int offset;

        @Override
        public void moveTo(long at, long start, long end) {
            piece = pieces[(int) (at / PIECE)];
            offset = (int) (at % PIECE);
        }

        @Override
        public ByteBuffer buffer() {
            return piece;
        }

        @Override
        public int offset() {
            return offset;
        }

        @Override
        public int available() {
            return piece.capacity() - offset;
        }
    }
}
