package org.dlm.runtime.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip (RFC 1952), one or more members after each other. The JDK's own stream passes over what follows the last
 * member; here every byte must belong to one, so that a damaged file is not taken for a shorter one.
 */
final class GzipStream extends InputStream {
    /** No compressed byte stands for more than so many: a match is at most 258 bytes long and takes at least 2 bits. */
    static final int LARGEST_RATIO = 1032;

    private static final int FIRST = 0x1F;
    private static final int SECOND = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;
    private static final int UNUSED_HEADER_BYTES = 6;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private final byte[] packed = new byte[Records.PIECE];
    private final byte[] one = new byte[1];
    private int next;
    private int end;
    private boolean ended;

    /** Whether a file that begins so is compressed. */
    static boolean isMagic(int first, int second) {
        return first == FIRST && second == SECOND;
    }

    /** Reads the header of the first member. */
    GzipStream(InputStream in) throws IOException {
        this.in = in;
        try {
            header();
        } catch (IOException | RuntimeException damaged) {
            close();
            throw damaged;
        }
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (!ended) {
            int unpacked = inflate(into, offset, count);
            if (unpacked > 0) {
                check.update(into, offset, unpacked);
                return unpacked;
            }
            if (inflater.finished()) {
                next = end - inflater.getRemaining();
                trailer();
                ended = !hasMore();
                if (!ended) {
                    header();
                }
            } else if (inflater.needsInput()) {
                fill();
                inflater.setInput(packed, next, end - next);
            } else {
                throw new ZipException("its compressed data ask for a dictionary");
            }
        }
        return -1;
    }

    private int inflate(byte[] into, int offset, int count) throws ZipException {
        try {
            return inflater.inflate(into, offset, count);
        } catch (DataFormatException exception) {
            throw new ZipException("its compressed data make no sense: " + exception.getMessage());
        }
    }

    private void header() throws IOException {
        check.reset();
        if (packedByte() != FIRST || packedByte() != SECOND) {
            throw new ZipException("bytes follow its compressed data that are no gzip");
        }
        int method = packedByte();
        int flags = packedByte();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw new ZipException("its gzip header has the unknown method " + method + " or flags " + flags);
        }
        skip(UNUSED_HEADER_BYTES);
        if ((flags & EXTRA) != 0) {
            skip(packedByte() | packedByte() << Byte.SIZE);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        int sum = (int) check.getValue() & 0xFFFF;
        if ((flags & HEADER_CHECK) != 0 && sum != (packedByte() | packedByte() << Byte.SIZE)) {
            throw new ZipException("the checksum of its header does not match");
        }
        inflater.reset();
        inflater.setInput(packed, next, end - next);
        check.reset();
    }

    private void trailer() throws IOException {
        int sum = (int) check.getValue();
        if (littleEndian() != sum) {
            throw new ZipException("its checksum does not match");
        }
        if (littleEndian() != (int) inflater.getBytesWritten()) {
            throw new ZipException("its length does not match");
        }
    }

    private int littleEndian() throws IOException {
        return packedByte() | packedByte() << Byte.SIZE | packedByte() << 2 * Byte.SIZE | packedByte() << 3 * Byte.SIZE;
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            packedByte();
        }
    }

    private void skipText() throws IOException {
        while (packedByte() != 0) {
            // its bytes are of no use
        }
    }

    /** A byte of a header, which counts for its checksum, or of a trailer. */
    private int packedByte() throws IOException {
        if (next == end) {
            fill();
        }
        int value = packed[next++] & 0xFF;
        check.update(value);
        return value;
    }

    private boolean hasMore() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, in.read(packed));
        }
        return next < end;
    }

    /** The input of the inflater is all used up, or what comes is a header or trailer. */
    private void fill() throws IOException {
        next = end;
        if (!hasMore()) {
            throw new EOFException("its compressed data end too early");
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
