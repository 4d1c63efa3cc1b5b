package org.dlm.runtime.safetensors;

import java.io.IOException;
import java.io.InputStream;
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

    private final String name;
    private final StoredBytes bytes;
    private final SafetensorsHeader header;
    private final long dataStart;

    private SafetensorsFile(String name, StoredBytes bytes) throws IOException {
        this.name = name;
        this.bytes = bytes;
        byte[] text = readHeader();
        this.dataStart = (long) LENGTH_BYTES + text.length;
        this.header = SafetensorsHeader.parse(name, new String(text, StandardCharsets.UTF_8));
        header.checkDataLength(bytes.size() - dataStart);
        checkChecksum(text);
    }

    /** Opens and checks a file. */
    public static SafetensorsFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new StoredFileException("there is no file " + path.toAbsolutePath());
        }
        try {
            return open(path.toString(), new StoredBytes.OnDisk(FileChannel.open(path)));
        } catch (IOException exception) {
            throw new StoredFileException("cannot read " + path + ": " + exception, exception);
        }
    }

    /** Reads and checks a file that is not in a folder, such as a resource of a program; {@code name} is for messages. */
    public static SafetensorsFile read(String name, InputStream in) {
        try {
            return open(name, new StoredBytes.InMemory(ByteBuffer.wrap(in.readAllBytes())));
        } catch (IOException exception) {
            throw new StoredFileException("cannot read " + name + ": " + exception, exception);
        }
    }

    private static SafetensorsFile open(String name, StoredBytes bytes) throws IOException {
        boolean isGood = false;
        try {
            SafetensorsFile file = new SafetensorsFile(name, bytes);
            isGood = true;
            return file;
        } finally {
            if (!isGood) {
                bytes.close();
            }
        }
    }

    private byte[] readHeader() throws IOException {
        if (bytes.size() < LENGTH_BYTES) {
            throw notSafetensors("it has only " + bytes.size() + " bytes");
        }
        long length = read(0, LENGTH_BYTES).getLong();
        if (length < 2 || length > Math.min(MAX_HEADER, bytes.size() - LENGTH_BYTES)) {
            throw notSafetensors("its first 8 bytes say that a header of " + Long.toUnsignedString(length)
                    + " bytes follows, but the file has " + bytes.size() + " bytes");
        }
        return read(LENGTH_BYTES, (int) length).array();
    }

    private StoredFileException notSafetensors(String reason) {
        return new StoredFileException(
                name + " is not a safetensors file, or it was cut off: " + reason + "; write or fetch it again");
    }

    private ByteBuffer read(long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        readInto(buffer, position);
        return buffer;
    }

    private void readInto(ByteBuffer buffer, long position) throws IOException {
        bytes.read(buffer, position);
        if (buffer.hasRemaining()) {
            throw notSafetensors("it ends too early");
        }
        buffer.flip();
    }

    private void checkChecksum(byte[] text) throws IOException {
        Optional<String> expected = Checksum.expected(name, metadata(), text);
        if (expected.isEmpty()) {
            return;
        }
        CRC32C checksum = Checksum.ofHeader(text);
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        for (long at = dataStart; at < bytes.size(); at += CHUNK) {
            buffer.clear().limit((int) Math.min(CHUNK, bytes.size() - at));
            readInto(buffer, at);
            checksum.update(buffer);
        }
        String found = Checksum.text(checksum);
        if (!found.equals(expected.get())) {
            throw new StoredFileException(name + " is damaged: its checksum is " + found + ", but it was written with "
                    + expected.get() + "; use another copy of the file");
        }
    }

    /** Where it is. */
    public String name() {
        return name;
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
            throw new StoredFileException("cannot read " + name + ": " + exception, exception);
        }
    }

    private int width(TensorEntry tensor) {
        return switch (tensor.type()) {
            case "F32" -> Float.BYTES;
            case "F64" -> Double.BYTES;
            default ->
                throw new StoredFileException("tensor " + tensor.name() + " in " + name + " has type " + tensor.type()
                        + ", but F32 or F64 is needed; convert the file");
        };
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException exception) {
            throw new StoredFileException("cannot close " + name + ": " + exception, exception);
        }
    }
}
