package org.dlm.runtime.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;

/**
 * Reads IDX files, the format of MNIST, plain or compressed with gzip: {@code idx("train-images-idx3-ubyte.gz")}.
 *
 * <p>Two zero bytes, the element type, the rank, an extent of 4 bytes for each axis (the first one counts the examples),
 * then all values, row-major and big-endian.
 */
public final class IdxReader implements DataReader {
    private static final int GZIP_FIRST = 0x1F;
    private static final int GZIP_SECOND = 0x8B;

    /** Values are read in pieces of this many bytes, a multiple of every width. */
    private static final int CHUNK = 1 << 16;

    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "file");
        return read(call.file(0, "file"));
    }

    /** Reads a file; its only column is called {@code values}. */
    Table read(Path file) {
        try (DataInputStream in = new DataInputStream(open(file))) {
            Column column = column(file, in);
            if (in.read() >= 0) {
                throw new DataException(file + ": more bytes follow the last value; is it really an IDX file?");
            }
            return Table.of(file.toString(), column);
        } catch (EOFException | ZipException exception) {
            throw new DataException(
                    file + " is cut off or damaged (" + exception.getMessage() + "); fetch it again", exception);
        } catch (IOException exception) {
            throw new DataException("cannot read " + file + ": " + exception, exception);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), CHUNK);
        in.mark(2);
        boolean compressed = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return compressed ? new BufferedInputStream(new GZIPInputStream(in, CHUNK), CHUNK) : in;
    }

    private static Column column(Path file, DataInputStream in) throws IOException {
        int magic = in.readInt();
        int type = magic >>> 8;
        int rank = magic & 0xFF;
        if (type < 0x08 || type > 0x0E || type == 0x0A || rank < 1) {
            throw new DataException(file + " is not an IDX file: it begins with " + hex(magic)
                    + ", but 00 00, a type (08 09 0B 0C 0D 0E) and a rank from 01 on are expected");
        }
        int examples = extent(file, in);
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (int axis = 1; axis < rank; axis++) {
            int extent = extent(file, in);
            shape.add(extent);
            size *= extent;
            // checked at each axis, so that the product cannot overflow
            if (size * examples > Integer.MAX_VALUE - 8 || size < 1) {
                throw new DataException(file + " has " + examples + " examples of shape " + shape
                        + ", which is none or more than the 2147483639 values that a column can hold");
            }
        }
        return Column.numbers("values", new Shape(shape), values(in, type, (int) (size * examples)));
    }

    private static int extent(Path file, DataInputStream in) throws IOException {
        int extent = in.readInt();
        if (extent < 1) {
            throw new DataException(file + " has an extent of " + Integer.toUnsignedString(extent)
                    + ", but 1 to 2147483647 are possible");
        }
        return extent;
    }

    private static String hex(int magic) {
        String digits = HexFormat.of().withUpperCase().toHexDigits(magic);
        return String.join(
                " ", digits.substring(0, 2), digits.substring(2, 4), digits.substring(4, 6), digits.substring(6));
    }

    private static ColumnValues values(DataInputStream in, int type, int count) throws IOException {
        return switch (type) {
            case 0x08 -> {
                byte[] values = new byte[count];
                in.readFully(values);
                yield new ColumnValues.UnsignedBytes(values, 1);
            }
            case 0x09 -> {
                short[] values = new short[count];
                eachChunk(in, count, Byte.BYTES, (buffer, at) -> values[at] = buffer.get());
                yield new ColumnValues.Shorts(values);
            }
            case 0x0B -> {
                short[] values = new short[count];
                eachChunk(in, count, Short.BYTES, (buffer, at) -> values[at] = buffer.getShort());
                yield new ColumnValues.Shorts(values);
            }
            case 0x0C -> {
                int[] values = new int[count];
                eachChunk(in, count, Integer.BYTES, (buffer, at) -> values[at] = buffer.getInt());
                yield new ColumnValues.Ints(values);
            }
            case 0x0D -> {
                float[] values = new float[count];
                eachChunk(in, count, Float.BYTES, (buffer, at) -> values[at] = buffer.getFloat());
                yield new ColumnValues.Floats(values);
            }
            case 0x0E -> {
                double[] values = new double[count];
                eachChunk(in, count, Double.BYTES, (buffer, at) -> values[at] = buffer.getDouble());
                yield new ColumnValues.Doubles(values);
            }
            default -> throw new IllegalStateException("type " + type + " was checked before");
        };
    }

    /** Takes the next value out of a buffer and puts it at an index. */
    private interface ValueMove {
        void move(ByteBuffer from, int to);
    }

    private static void eachChunk(DataInputStream in, int count, int width, ValueMove move) throws IOException {
        byte[] bytes = new byte[CHUNK];
        int at = 0;
        while (at < count) {
            int values = Math.min(CHUNK / width, count - at);
            in.readFully(bytes, 0, values * width);
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, values * width);
            for (int i = 0; i < values; i++) {
                move.move(buffer, at + i);
            }
            at += values;
        }
    }
}
