package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.dlm.runtime.fuzz.Fuzz;
import org.dlm.runtime.fuzz.Mutations;
import org.dlm.runtime.problem.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in an IDX file, reading gives the values that a simple decoder finds, or says what is wrong with it. */
class IdxFuzzTest {
    private static final int[] TYPES = {0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E};
    private static final int[] WIDTHS = {1, 1, 2, 4, 4, 8};
    private static final int[] EXTENTS = {0, 1, -1, 2, 255, 0x10000, 0x7FFFFFFF, 0x7FFFFFF7, 0x01000000, 1 << 31};

    /** Buffers of the reader, whatever the file. */
    private static final long FIXED_BYTES = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void every_file_is_read_right_or_refused() throws IOException {
        Fuzz.run("idx", this::check);
    }

    private boolean check(Random random) throws IOException {
        byte[] plain = valid(random);
        int before = random.nextInt(3);
        for (int m = 0; m < before; m++) {
            plain = random.nextInt(3) == 0 ? headerEdited(plain, random) : Mutations.mutate(plain, random);
        }
        boolean isZipped = random.nextBoolean();
        byte[] bytes = isZipped ? gzip(plain, random) : plain;
        int after = isZipped ? random.nextInt(3) : 0;
        for (int m = 0; m < after; m++) {
            bytes = Mutations.mutate(bytes, random);
        }
        DataLimits limits = new DataLimits(random.nextInt(3) * 100L, 0, new SpillFolder.At(folder));
        // gzip may have bytes at its end that the decoder of the JDK passes over
        return check(bytes, limits, after == 0);
    }

    private boolean check(byte[] bytes, DataLimits limits, boolean isExact) throws IOException {
        Files.write(folder.resolve("f.idx"), bytes);
        Optional<double[]> expected = decode(bytes);
        long before = Fuzz.allocatedBytes();
        try {
            Table table = DataFiles.read(folder, DataFiles.idx("f.idx"), limits);
            assertAllocated(before, bytes);
            assertTrue(expected.isPresent(), "taken, but it is damaged");
            assertArrayEquals(expected.get(), DataFiles.values(table.columns().getFirst()));
            DataStorage.of(List.of(table)).close();
            return true;
        } catch (DataException refused) {
            assertAllocated(before, bytes);
            assertTrue(refused.getMessage().contains("f.idx"), refused.getMessage());
            assertFalse(isExact && expected.isPresent(), "refused, but it is good: " + refused.getMessage());
            return false;
        } finally {
            assertEquals(List.of("f.idx"), DataFiles.names(folder));
        }
    }

    private static void assertAllocated(long before, byte[] bytes) {
        long allocated = Fuzz.allocatedBytes() - before;
        assertTrue(allocated < FIXED_BYTES + 100L * bytes.length, allocated + " bytes for " + bytes.length);
    }

    private static byte[] valid(Random random) {
        int type = random.nextInt(TYPES.length);
        int rank = 1 + random.nextInt(4);
        List<Integer> shape = new ArrayList<>();
        int bytes = WIDTHS[type];
        for (int axis = 0; axis < rank; axis++) {
            int extent = 1 + random.nextInt(axis == 0 ? 200 : 4);
            shape.add(extent);
            bytes *= extent;
        }
        byte[] values = new byte[bytes];
        random.nextBytes(values);
        return Mutations.joined(DataFiles.idxBytes(TYPES[type], shape), values);
    }

    private static byte[] headerEdited(byte[] bytes, Random random) {
        if (bytes.length < 8) {
            return bytes;
        }
        byte[] edited = bytes.clone();
        int place = random.nextInt(Math.min(bytes.length / 4, 5));
        if (place == 0) {
            edited[random.nextInt(4)] = (byte) random.nextInt();
        } else {
            ByteBuffer.wrap(edited).putInt(4 * place, EXTENTS[random.nextInt(EXTENTS.length)]);
        }
        return edited;
    }

    /** One or two members, of any compression. */
    private static byte[] gzip(byte[] bytes, Random random) throws IOException {
        int cut = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        zip(out, bytes, 0, cut, random);
        if (cut < bytes.length) {
            zip(out, bytes, cut, bytes.length, random);
        }
        return out.toByteArray();
    }

    private static void zip(OutputStream out, byte[] bytes, int from, int to, Random random) throws IOException {
        int level = random.nextInt(Deflater.BEST_COMPRESSION + 1);
        GZIPOutputStream zip = new GZIPOutputStream(out) {
            {
                def.setLevel(level);
            }
        };
        zip.write(bytes, from, to - from);
        zip.finish();
    }

    /** The simple decoder. */
    private static Optional<double[]> decode(byte[] bytes) {
        byte[] plain = bytes;
        if (bytes.length > 1 && bytes[0] == 0x1F && bytes[1] == (byte) 0x8B) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                plain = in.readAllBytes();
            } catch (IOException damaged) {
                return Optional.empty();
            }
        }
        ByteBuffer in = ByteBuffer.wrap(plain);
        if (plain.length < 8 || in.getShort() != 0) {
            return Optional.empty();
        }
        int type = indexOf(in.get());
        int rank = in.get() & 0xFF;
        if (type < 0 || rank == 0 || in.remaining() < 4 * rank) {
            return Optional.empty();
        }
        double count = 1;
        for (int axis = 0; axis < rank; axis++) {
            int extent = in.getInt();
            if (extent < 1) {
                return Optional.empty();
            }
            count *= extent;
        }
        return count * WIDTHS[type] == in.remaining() ? Optional.of(values(in, type)) : Optional.empty();
    }

    private static int indexOf(byte type) {
        for (int t = 0; t < TYPES.length; t++) {
            if (TYPES[t] == type) {
                return t;
            }
        }
        return -1;
    }

    private static double[] values(ByteBuffer in, int type) {
        double[] values = new double[in.remaining() / WIDTHS[type]];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (TYPES[type]) {
                case 0x08 -> Byte.toUnsignedInt(in.get());
                case 0x09 -> in.get();
                case 0x0B -> in.getShort();
                case 0x0C -> in.getInt();
                case 0x0D -> in.getFloat();
                default -> in.getDouble();
            };
        }
        return values;
    }
}
