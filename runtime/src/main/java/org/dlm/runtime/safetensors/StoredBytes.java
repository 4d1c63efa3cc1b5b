package org.dlm.runtime.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that can be read from any place: a file, or what was read from a stream. */
sealed interface StoredBytes {
    /** How many there are. */
    long size() throws IOException;

    /** Fills the rest of a buffer with the bytes from a position on, as far as there are any. */
    void read(ByteBuffer into, long position) throws IOException;

    void close() throws IOException;

    /** An open file. */
    record OnDisk(FileChannel channel) implements StoredBytes {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            long at = position;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    return;
                }
                at += count;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** All bytes from 0 on. */
    record InMemory(ByteBuffer bytes) implements StoredBytes {
        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public void read(ByteBuffer into, long position) {
            int count = (int) Math.min(into.remaining(), size() - position);
            into.put(into.position(), bytes, (int) position, count);
            into.position(into.position() + count);
        }

        @Override
        public void close() {
            // memory needs none
        }
    }
}
