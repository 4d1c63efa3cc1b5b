package org.dlm.runtime.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** CRC-32C of all columns of some blocks: sizes, values, names of classes. */
final class DataDigest {
    private static final int CHUNK = 1 << 13;

    private final CRC32C checksum = new CRC32C();

    private DataDigest() {}

    static String of(List<RawData> blocks) {
        DataDigest digest = new DataDigest();
        for (RawData block : blocks) {
            digest.text(block.block().name());
            block.columns().forEach(digest::column);
        }
        return HexFormat.of().toHexDigits((int) digest.checksum.getValue());
    }

    private void column(Column column) {
        text(column.name() + column.shape() + column.classes() + column.values().length());
        switch (column.values()) {
            case ColumnValues.UnsignedBytes(byte[] bytes, float scale) -> {
                text(Float.toString(scale));
                checksum.update(bytes);
            }
            case ColumnValues.Shorts shorts -> numbers(shorts);
            case ColumnValues.Ints ints -> numbers(ints);
            case ColumnValues.Floats floats -> numbers(floats);
            case ColumnValues.Doubles doubles -> numbers(doubles);
        }
    }

    private void numbers(ColumnValues values) {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK * Double.BYTES);
        for (int from = 0; from < values.length(); from += CHUNK) {
            buffer.clear();
            for (int i = from; i < Math.min(from + CHUNK, values.length()); i++) {
                buffer.putDouble(values.at(i));
            }
            checksum.update(buffer.flip());
        }
    }

    private void text(String text) {
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        checksum.update(0);
    }
}
