package org.dlm.compiler.pipeline;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Digests that people compare by eye. */
final class Sha256 {
    private static final int DIGITS = 16;

    private Sha256() {}

    /** The first 64 bits of the digest of what {@code text} feeds, in hexadecimal. */
    static String shortHex(Consumer<MessageDigest> text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            text.accept(digest);
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
