package org.dlm.runtime.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dlm.runtime.problem.DataException;

/**
 * Takes the bytes of records as they arrive: into the heap up to a limit, and from there on all of them into a spill file.
 * Memory is asked for as bytes arrive, never ahead of them. Unless it is finished, closing throws everything away.
 */
final class RecordsWriter implements AutoCloseable {
    /** Many files are small. */
    private static final int FIRST_PIECE = 1 << 10;

    private final String source;
    private final DataLimits limits;
    private final List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer piece = ByteBuffer.allocate(FIRST_PIECE);
    private long bytes;

    /** At most one: where the pieces went. */
    private final List<FileChannel> spill = new ArrayList<>(1);

    /** Nothing yet; {@code source} is what is being read, for messages. */
    RecordsWriter(String source, DataLimits limits) {
        this.source = source;
        this.limits = limits;
    }

    void write(byte[] from, int offset, int count) {
        for (int done = 0; done < count; ) {
            makeRoom();
            int part = Math.min(piece.remaining(), count - done);
            piece.put(from, offset + done, part);
            bytes += part;
            done += part;
        }
    }

    void writeDouble(double value) {
        makeRoom();
        piece.putDouble(value);
        bytes += Double.BYTES;
    }

    private void makeRoom() {
        if (piece.hasRemaining()) {
            return;
        }
        if (piece.capacity() < Records.PIECE) {
            piece = ByteBuffer.allocate(Math.min(2 * piece.capacity(), Records.PIECE))
                    .put(piece.flip());
        } else if (!spill.isEmpty()) {
            spill(piece);
            piece.clear();
        } else if (bytes >= limits.heldBytes()) {
            spillAll();
        } else {
            full.add(piece);
            piece = ByteBuffer.allocate(Records.PIECE);
        }
    }

    private void spillAll() {
        try {
            spill.add(limits.spills().open());
        } catch (IOException | RuntimeException exception) {
            throw failed(exception);
        }
        full.forEach(this::spill);
        full.clear();
        spill(piece);
        piece.clear();
    }

    private void spill(ByteBuffer from) {
        try {
            from.flip();
            while (from.hasRemaining()) {
                spill.getFirst().write(from);
            }
        } catch (IOException exception) {
            throw failed(exception);
        }
    }

    private DataException failed(Exception cause) {
        return new DataException(
                source + " does not fit into memory, and its values cannot be written to the folder " + limits.spills()
                        + ": " + cause.getMessage() + "; make room there, choose another folder with"
                        + " -Djava.io.tmpdir=DIR, or give Java a larger heap with -Xmx",
                cause);
    }

    /** Everything that was written. */
    Records finish() {
        if (spill.isEmpty() && bytes <= limits.heldBytes()) {
            full.add(ByteBuffer.wrap(Arrays.copyOf(piece.array(), piece.position())));
            return new HeldRecords(full, bytes);
        }
        if (spill.isEmpty()) {
            spillAll();
        } else {
            spill(piece);
        }
        return new FileRecords(source, spill.removeFirst(), 0, bytes, FileWatch.PRIVATE);
    }

    @Override
    public void close() {
        for (FileChannel channel : spill) {
            try {
                channel.close();
            } catch (IOException exception) {
                throw failed(exception);
            }
        }
    }
}
