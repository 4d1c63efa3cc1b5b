package org.dlm.runtime.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Digests bytes as they pass. */
final class DigestStream extends FilterInputStream {
    private final MessageDigest sha = ContentDigest.sha256();
    private final byte[] skipped = new byte[Records.PIECE];

    DigestStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        if (value >= 0) {
            sha.update((byte) value);
        }
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        int found = in.read(into, offset, count);
        if (found > 0) {
            sha.update(into, offset, found);
        }
        return found;
    }

    /** What is skipped counts, too. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(skipped, 0, (int) Math.min(count, skipped.length)));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** The digest of all bytes up to here, which ends it. */
    String digest() {
        return ContentDigest.hex(sha);
    }
}
