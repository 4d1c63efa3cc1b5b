package org.dlm.runtime.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Digests that tell whether a run goes on with the data that it began with (SHA-256, in hexadecimal digits). */
final class ContentDigest {
    private static final int VALUES_AT_ONCE = 1 << 12;

    private final MessageDigest sha = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every JDK has SHA-256", exception);
        }
    }

    static String hex(MessageDigest sha) {
        return HexFormat.of().formatHex(sha.digest());
    }

    /** The digest of columns whatever they came from: names, shapes, classes and values. */
    static String of(List<Column> columns) {
        ContentDigest digest = new ContentDigest();
        for (Column column : columns) {
            digest.text(column.name()).text(column.shape().toString());
            column.classes().forEach(digest::text);
            digest.values(column.values());
        }
        return digest.hex();
    }

    /** Adds a text with its length, so that two texts are not taken for one. */
    ContentDigest text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha.update(bytes);
        return this;
    }

    private void values(ColumnValues values) {
        double[] some = new double[VALUES_AT_ONCE];
        ByteBuffer bytes = ByteBuffer.allocate(VALUES_AT_ONCE * Double.BYTES);
        for (long from = 0; from < values.length(); from += VALUES_AT_ONCE) {
            int count = (int) Math.min(VALUES_AT_ONCE, values.length() - from);
            values.copy(from, count, some, 0);
            bytes.clear().asDoubleBuffer().put(some, 0, count);
            sha.update(bytes.limit(count * Double.BYTES));
        }
    }

    String hex() {
        return hex(sha);
    }
}
