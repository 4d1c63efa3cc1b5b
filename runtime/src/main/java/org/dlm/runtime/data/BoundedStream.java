package org.dlm.runtime.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream: a file that grows as fast as it is read would have no end. */
final class BoundedStream extends FilterInputStream {
    private long left;

    /** At most {@code length} bytes. */
    BoundedStream(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    @Override
    public int read() throws IOException {
        int value = left > 0 ? in.read() : -1;
        left--;
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int found = left > 0 ? in.read(into, offset, (int) Math.min(count, left)) : -1;
        left -= found;
        return found;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, Math.max(0, left)));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), Math.max(0, left));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
