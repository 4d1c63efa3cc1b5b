package org.dlm.runtime.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.dlm.runtime.problem.StoredFileException;

/**
 * A safetensors file that is open for reading. Opening checks the whole file: its header, that the tensors lie in it
 * without gaps, and the checksum where there is one; reading cannot meet a broken file later.
 *
 * <pre>{@code
 * try (SafetensorsFile file = SafetensorsFile.open(Path.of("weights.safetensors"))) {
 *     file.tensors().values().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;

    /** The limit of the reference implementation. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        byte[] text = readHeader();
        this.dataStart = (long) LENGTH_BYTES + text.length;
        this.header = SafetensorsHeader.parse(path, new String(text, StandardCharsets.UTF_8));
        header.checkDataLength(channel.size() - dataStart);
        checkChecksum();
    }

    /** Opens and checks a file. */
    public static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new StoredFileException("there is no file " + path.toAbsolutePath());
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path);
            SafetensorsFile file = new SafetensorsFile(path, channel);
            channel = null;
            return file;
        } catch (IOException exception) {
            throw new StoredFileException("cannot read " + path + ": " + exception, exception);
        } finally {
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException exception) {
            throw new StoredFileException("cannot close the file: " + exception, exception);
        }
    }

    private byte[] readHeader() throws IOException {
        if (channel.size() < LENGTH_BYTES) {
            throw notSafetensors("it has only " + channel.size() + " bytes");
        }
        long length = read(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > Math.min(MAX_HEADER, channel.size() - LENGTH_BYTES)) {
            throw notSafetensors("its first 8 bytes say that a header of " + Long.toUnsignedString(length)
                    + " bytes follows, but the file has " + channel.size() + " bytes");
        }
        return read(LENGTH_BYTES, (int) length).array();
    }

    private StoredFileException notSafetensors(String reason) {
        return new StoredFileException(
                path + " is not a safetensors file, or it was cut off: " + reason + "; write or fetch it again");
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        readInto(buffer, position);
        return buffer;
    }

    private void readInto(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                throw notSafetensors("it ends at byte " + at);
            }
            at += count;
        }
        buffer.flip();
    }

    private void checkChecksum() throws IOException {
        Optional<String> expected = Optional.ofNullable(metadata().get(SafetensorsWriter.CHECKSUM));
        if (expected.isEmpty()) {
            return;
        }
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        for (long at = dataStart; at < channel.size(); at += CHUNK) {
            buffer.clear().limit((int) Math.min(CHUNK, channel.size() - at));
            readInto(buffer, at);
            checksum.update(buffer);
        }
        String found = Long.toHexString(checksum.getValue());
        if (!found.equals(expected.get())) {
            throw new StoredFileException(path + " is damaged: the checksum of its values is " + found
                    + ", but it was written with " + expected.get() + "; use another copy of the file");
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** The text entries of the header. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** The tensors by name, in the order of the file. */
    public Map<String, TensorEntry> tensors() {
        return header.tensors();
    }

    /** Takes values one by one. */
    @FunctionalInterface
    public interface ValueSink {
        /** Takes the value with this index within its tensor. */
        void accept(int index, double value);
    }

    /** Reads all values of a tensor of type F32 or F64. */
    public void read(TensorEntry tensor, ValueSink sink) {
        int width = width(tensor);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        int index = 0;
        try {
            for (long at = tensor.begin(); at < tensor.end(); at += CHUNK) {
                buffer.clear().limit((int) Math.min(CHUNK, tensor.end() - at));
                readInto(buffer, dataStart + at);
                while (buffer.hasRemaining()) {
                    sink.accept(index, width == Float.BYTES ? buffer.getFloat() : buffer.getDouble());
                    index++;
                }
            }
        } catch (IOException exception) {
            throw new StoredFileException("cannot read " + path + ": " + exception, exception);
        }
    }

    private int width(TensorEntry tensor) {
        return switch (tensor.type()) {
            case "F32" -> Float.BYTES;
            case "F64" -> Double.BYTES;
            default ->
                throw new StoredFileException("tensor " + tensor.name() + " in " + path + " has type " + tensor.type()
                        + ", but F32 or F64 is needed; convert the file");
        };
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
