package org.dlm.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 and refuses what is not, exactly where it is: readers of the JDK do so when they fill their buffers. */
final class Utf8Text {
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(Records.PIECE).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(Records.PIECE).limit(0);
    private boolean ended;

    Utf8Text(InputStream in) {
        this.in = in;
    }

    /** The next char, or -1 at the end. */
    int read() throws IOException {
        while (!chars.hasRemaining()) {
            chars.clear();
            CoderResult result = decoder.decode(bytes, chars, ended);
            chars.flip();
            if (!chars.hasRemaining()) {
                if (result.isError()) {
                    result.throwException();
                }
                if (ended) {
                    return -1;
                }
                fill();
            }
        }
        return chars.get();
    }

    private void fill() throws IOException {
        bytes.compact();
        int found = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = found < 0;
        bytes.position(bytes.position() + Math.max(0, found)).flip();
    }
}
