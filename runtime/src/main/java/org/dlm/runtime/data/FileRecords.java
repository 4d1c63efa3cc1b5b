package org.dlm.runtime.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.dlm.runtime.problem.DataException;

/**
 * Records in a file, read by position: any order of examples costs one read for each. The file stays open; one that is written
 * to or replaced is found out by {@link #checkUnchanged}.
 */
final class FileRecords implements Records, AutoCloseable {
    private final String source;
    private final FileChannel channel;
    private final long base;
    private final long bytes;
    private final FileWatch watch;
    private final ThreadCursors cursors = new ThreadCursors(Cursor::new);

    /**
     * Records in a file; closing them closes it.
     *
     * @param source what the values were read from, for messages
     * @param channel the open file
     * @param base where the first record begins
     * @param bytes length of all records
     * @param watch tells whether the file is still the same
     */
    FileRecords(String source, FileChannel channel, long base, long bytes, FileWatch watch) {
        this.source = source;
        this.channel = channel;
        this.base = base;
        this.bytes = bytes;
        this.watch = watch;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long heapBytes() {
        return 0;
    }

    @Override
    public RecordCursor cursor() {
        return cursors.ofThisThread();
    }

    /** Refuses what was read so far if the file was written to. */
    void checkUnchanged() {
        watch.check();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException exception) {
            throw new DataException("cannot close the values of " + source + ": " + exception, exception);
        }
    }

    /** Keeps the piece that was read last: the other columns of a record, and the records after it, are often in it. */
    private final class Cursor implements RecordCursor {
        private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
        private long first;
        private long lastEnd;
        private int offset;

        private Cursor() {
            piece.limit(0);
        }

        @Override
        public void moveTo(long at, long start, long end) {
            if (at < first || at >= first + piece.limit()) {
                load(at, start, end);
            }
            lastEnd = end;
            offset = (int) (at - first);
        }

        /** The whole record if it fits; when records are gone through in order, as many as fit. */
        private void load(long at, long start, long end) {
            long record = end - start;
            if (record > PIECE) {
                read(at, (int) Math.min(PIECE, end - at));
            } else if (start == lastEnd) {
                read(start, (int) Math.min(PIECE / record * record, bytes - start));
            } else {
                read(start, (int) record);
            }
        }

        private void read(long from, int count) {
            piece.clear().limit(count);
            first = from;
            try {
                while (piece.hasRemaining()) {
                    if (channel.read(piece, base + from + piece.position()) < 0) {
                        throw new DataException(source + " became shorter while it was in use; leave the data alone"
                                + " during a run, and begin again");
                    }
                }
            } catch (IOException exception) {
                throw new DataException("cannot read " + source + ": " + exception, exception);
            } finally {
                // after a failure nothing counts as read
                piece.limit(piece.hasRemaining() ? 0 : count);
            }
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
            return piece.limit() - offset;
        }
    }
}
