package org.dlm.runtime.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.dlm.runtime.files.WholeFile;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.problem.StoredFileException;

/**
 * Writes a safetensors file: 8 bytes of header length, the header as JSON, then the values of all tensors, little-endian.
 * A crash leaves either the old file or the new one. The header carries a checksum of the whole file.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class SafetensorsWriter {
    static final String METADATA = "__metadata__";

    /** Values are written in pieces of this many bytes. */
    private static final int CHUNK = 1 << 16;

    private final List<? extends TensorSource> tensors;
    private final Map<String, String> metadata;

    private SafetensorsWriter(List<? extends TensorSource> tensors, Map<String, String> metadata) {
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /** Writes a file, replacing an older one. */
    public static void write(Path file, List<? extends TensorSource> tensors, Map<String, String> metadata) {
        try {
            WholeFile.write(file, new SafetensorsWriter(tensors, metadata)::writeTo);
        } catch (IOException exception) {
            throw new StoredFileException(
                    "cannot write " + file + ": " + exception + "; is the folder writable and is there space?",
                    exception);
        }
    }

    /** How many bytes a file takes. */
    public static long size(List<? extends TensorSource> tensors, Map<String, String> metadata) {
        SafetensorsWriter writer = new SafetensorsWriter(tensors, metadata);
        return writer.header(Checksum.UNKNOWN).remaining()
                + tensors.stream()
                        .mapToLong(tensor -> (long) tensor.count() * tensor.width())
                        .sum();
    }

    private void writeTo(FileChannel channel) throws IOException {
        CRC32C checksum = new CRC32C();
        checksum.update(header(Checksum.UNKNOWN));
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (TensorSource tensor : tensors) {
            eachChunk(tensor, buffer, checksum::update);
        }
        writeAll(channel, header(Checksum.text(checksum)));
        for (TensorSource tensor : tensors) {
            eachChunk(tensor, buffer, chunk -> writeAll(channel, chunk));
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private ByteBuffer header(String checksum) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(METADATA, new Json.Members(checkedMetadata(checksum)));
        long begin = 0;
        for (TensorSource tensor : tensors) {
            long end = begin + (long) tensor.count() * tensor.width();
            members.put(tensor.name(), entry(tensor, begin, end));
            begin = end;
        }
        byte[] json = new Json.Members(members).write().getBytes(StandardCharsets.UTF_8);
        // padded with spaces so that values are aligned to 8 bytes
        int length = (json.length + 7) / 8 * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(length).put(json);
        while (header.hasRemaining()) {
            header.put((byte) ' ');
        }
        return header.flip();
    }

    private static Json entry(TensorSource tensor, long begin, long end) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("dtype", new Json.Text(tensor.type()));
        members.put(
                "shape",
                new Json.Items(tensor.shape().stream().<Json>map(Json::of).toList()));
        members.put("data_offsets", new Json.Items(List.of(Json.of(begin), Json.of(end))));
        return new Json.Members(members);
    }

    /** The checksum comes first, where {@link Checksum} looks for it. */
    private Map<String, Json> checkedMetadata(String checksum) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(Checksum.KEY, new Json.Text(checksum));
        members.put(Checksum.FORMAT_KEY, new Json.Text(Checksum.FORMAT));
        // sorted, so that equal contents give equal bytes
        new TreeMap<>(metadata).forEach((name, value) -> members.put(name, new Json.Text(value)));
        return members;
    }

    /** Takes the bytes of a tensor, piece by piece. */
    private interface ChunkSink {
        void take(ByteBuffer chunk) throws IOException;
    }

    private static void eachChunk(TensorSource tensor, ByteBuffer buffer, ChunkSink sink) throws IOException {
        int perChunk = CHUNK / tensor.width();
        for (int from = 0; from < tensor.count(); from += perChunk) {
            int to = Math.min(from + perChunk, tensor.count());
            buffer.clear();
            fill(tensor, from, to, buffer);
            sink.take(buffer.flip());
        }
    }

    private static void fill(TensorSource tensor, int from, int to, ByteBuffer buffer) {
        switch (tensor) {
            case TensorSource.Floats(String name, List<Integer> shape, float[] values, int offset) -> {
                for (int i = from; i < to; i++) {
                    buffer.putFloat(values[offset + i]);
                }
            }
            case TensorSource.Doubles(String name, List<Integer> shape, double[] values, int offset) -> {
                for (int i = from; i < to; i++) {
                    buffer.putDouble(values[offset + i]);
                }
            }
        }
    }
}
