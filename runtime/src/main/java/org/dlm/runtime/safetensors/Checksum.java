package org.dlm.runtime.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.dlm.runtime.problem.StoredFileException;

/**
 * The checksum of our files: CRC-32C of every byte from the length of the header to the last value, with zeros in place of its own
 * eight digits. They stand at a fixed place, right at the beginning of the header:
 *
 * <pre>{@code
 * {"__metadata__":{"dlm.crc32c":"89abcdef","dlm.format":"1", …
 * }</pre>
 *
 * <p>A file with any entry of ours must have both of these, so that damage to a key does not make it a file of another program,
 * which has no checksum.
 */
final class Checksum {
    /** What all our entries of the metadata begin with. */
    private static final String OURS = "dlm.";

    static final String KEY = OURS + "crc32c";
    static final String FORMAT_KEY = OURS + "format";
    static final String FORMAT = "1";
    static final String UNKNOWN = "00000000";

    private static final byte[] BEFORE =
            ("{\"" + SafetensorsWriter.METADATA + "\":{\"" + KEY + "\":\"").getBytes(StandardCharsets.UTF_8);

    private Checksum() {}

    static String text(CRC32C checksum) {
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    /** What the header says; empty for a file of another program. */
    static Optional<String> expected(String file, Map<String, String> metadata, byte[] header) {
        if (metadata.keySet().stream().noneMatch(key -> key.startsWith(OURS))) {
            return Optional.empty();
        }
        String checksum = metadata.getOrDefault(KEY, "");
        boolean isPlaced = Arrays.equals(header, 0, Math.min(BEFORE.length, header.length), BEFORE, 0, BEFORE.length);
        if (!isPlaced || checksum.length() != UNKNOWN.length() || !FORMAT.equals(metadata.get(FORMAT_KEY))) {
            throw new StoredFileException(file + " is damaged, or another program has rewritten it: its header does not"
                    + " begin with the checksum; use another copy, or take the entries that begin with " + OURS
                    + " out of its metadata");
        }
        return Optional.of(checksum);
    }

    /** The checksum as far as the end of the header. */
    static CRC32C ofHeader(byte[] header) {
        byte[] text = header.clone();
        Arrays.fill(text, BEFORE.length, BEFORE.length + UNKNOWN.length(), (byte) '0');
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .flip());
        checksum.update(text);
        return checksum;
    }
}
