package org.dlm.runtime.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipException;
import org.dlm.runtime.problem.DataException;

/**
 * Reads IDX files, the format of MNIST, plain or compressed with gzip: {@code idx("train-images-idx3-ubyte.gz")}.
 *
 * <p>Two zero bytes, the element type, the rank, an extent of 4 bytes for each axis (the first one counts the examples),
 * then all values, row-major and big-endian.
 *
 * <p>Values that do not fit into memory are read from the file itself where it is plain, else from a spill file.
 */
public final class IdxReader implements DataReader {
    private final UnaryOperator<InputStream> passage;

    /** A reader of files. */
    public IdxReader() {
        this(UnaryOperator.identity());
    }

    /** A reader whose bytes pass by a watcher. */
    IdxReader(UnaryOperator<InputStream> passage) {
        this.passage = passage;
    }

    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "file");
        return read(call.file(0, "file"), call.limits());
    }

    /** Reads a file; its only column is called {@code values}. */
    private Table read(Path path, DataLimits limits) {
        try (DataFile file = DataFile.open(path, passage)) {
            BufferedInputStream bytes = file.bytes();
            return isCompressed(bytes) ? unpacked(file, bytes, limits) : plain(file, bytes, limits);
        } catch (EOFException | ZipException exception) {
            throw new DataException(
                    path + " is cut off or damaged" + detail(exception) + "; fetch it again", exception);
        } catch (IOException exception) {
            throw new DataException("cannot read " + path + ": " + exception, exception);
        }
    }

    private static String detail(IOException exception) {
        return exception.getMessage() == null ? "" : " (" + exception.getMessage() + ")";
    }

    private static boolean isCompressed(InputStream bytes) throws IOException {
        bytes.mark(2);
        boolean compressed = GzipStream.isMagic(bytes.read(), bytes.read());
        bytes.reset();
        return compressed;
    }

    private static Table plain(DataFile file, InputStream bytes, DataLimits limits) throws IOException {
        DigestStream in = new DigestStream(bytes);
        IdxHeader header = IdxHeader.read(file.name(), new DataInputStream(in));
        header.checkLength(file.length());
        if (header.valueBytes() <= limits.heldBytes()) {
            return copied(file, header, in, limits);
        }
        in.skipNBytes(header.valueBytes());
        checkEnd(file, header, in);
        return table(header, file.records(header.headerBytes(), header.valueBytes()), in);
    }

    private static Table unpacked(DataFile file, InputStream bytes, DataLimits limits) throws IOException {
        try (DigestStream in = new DigestStream(new GzipStream(bytes))) {
            IdxHeader header = IdxHeader.read(file.name(), new DataInputStream(in));
            header.checkPossible(file.length());
            return copied(file, header, in, limits);
        }
    }

    private static Table copied(DataFile file, IdxHeader header, DigestStream in, DataLimits limits)
            throws IOException {
        try (RecordsWriter writer = new RecordsWriter(header.file(), limits)) {
            byte[] piece = new byte[Records.PIECE];
            long left = header.valueBytes();
            while (left > 0) {
                int count = in.read(piece, 0, (int) Math.min(piece.length, left));
                if (count < 0) {
                    throw new EOFException(left + " bytes are missing");
                }
                writer.write(piece, 0, count);
                left -= count;
            }
            checkEnd(file, header, in);
            return table(header, writer.finish(), in);
        }
    }

    private static void checkEnd(DataFile file, IdxHeader header, InputStream in) throws IOException {
        if (in.read() >= 0) {
            throw header.tooLong();
        }
        file.checkUnchanged();
    }

    private static Table table(IdxHeader header, Records records, DigestStream in) {
        RecordValues values = new RecordValues(
                records, header.exampleBytes(), 0, header.form(), header.shape().size());
        return new Table(
                header.file(),
                List.of(Column.numbers("values", header.shape(), values)),
                TableOrigin.of(in.digest(), RowPlaces.BY_NUMBER));
    }
}
