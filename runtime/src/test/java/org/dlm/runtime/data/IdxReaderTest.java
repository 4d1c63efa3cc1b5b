package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxReaderTest {
    @TempDir
    private Path folder;

    private Column read(byte[] bytes) throws IOException {
        Files.write(folder.resolve("file.idx"), bytes);
        return DataFiles.read(folder, DataFiles.idx("file.idx")).columns().getFirst();
    }

    private String problem(byte[] bytes) {
        return assertThrows(DataException.class, () -> read(bytes)).getMessage();
    }

    @Test
    void pictures_are_read_plain_and_compressed() throws IOException {
        byte[] plain = DataFiles.idxBytes(0x08, List.of(2, 1, 3), 0, 1, 2, 127, 128, 255);
        for (byte[] bytes : List.of(plain, DataFiles.gzip(plain))) {
            Column column = read(bytes);

            assertEquals(2, column.examples());
            assertEquals(Shape.of(1, 3), column.shape());
            assertEquals(6, new DataStorage(List.of(column)).heapBytes(), "bytes stay bytes");
            assertArrayEquals(new double[] {0, 1, 2, 127, 128, 255}, all(column));
        }
    }

    @Test
    void labels_are_scalars() throws IOException {
        Column column = read(DataFiles.idxBytes(0x08, List.of(3), 7, 0, 9));

        assertEquals(Shape.SCALAR, column.shape());
        assertArrayEquals(new double[] {7, 0, 9}, all(column));
    }

    @Test
    void every_element_type_is_big_endian() throws IOException {
        assertArrayEquals(new double[] {-1, 127}, all(read(DataFiles.idxBytes(0x09, List.of(2), 0xFF, 0x7F))));
        assertArrayEquals(new double[] {-2, 256}, all(read(DataFiles.idxBytes(0x0B, List.of(2), 0xFF, 0xFE, 1, 0))));
        assertArrayEquals(new double[] {65536}, all(read(DataFiles.idxBytes(0x0C, List.of(1), 0, 1, 0, 0))));
        assertArrayEquals(new double[] {1.5}, all(read(DataFiles.idxBytes(0x0D, List.of(1), 0x3F, 0xC0, 0, 0))));
        assertArrayEquals(
                new double[] {-0.5}, all(read(DataFiles.idxBytes(0x0E, List.of(1), 0xBF, 0xE0, 0, 0, 0, 0, 0, 0))));
    }

    @Test
    void a_file_cut_off_anywhere_is_refused() throws IOException {
        byte[] plain = DataFiles.idxBytes(0x08, List.of(2, 2), 1, 2, 3, 4);
        byte[] zipped = DataFiles.gzip(plain);
        for (byte[] bytes : List.of(plain, zipped)) {
            for (int length = 0; length < bytes.length; length++) {
                String message = problem(Arrays.copyOf(bytes, length));
                assertTrue(message.contains("file.idx"), message);
            }
        }
    }

    @Test
    void what_is_not_idx_is_refused() {
        assertTrue(problem("label,a,b\n1,2,3\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .contains("not an IDX file: it begins with 6C 61 62 65"));
        assertTrue(problem(DataFiles.idxBytes(0x0A, List.of(1), 1)).contains("not an IDX file"));
        assertTrue(problem(DataFiles.idxBytes(0x08, List.of(1), 1, 2)).contains("more bytes follow"));
    }

    @Test
    void absurd_extents_are_refused_before_memory_is_asked_for() {
        assertTrue(problem(DataFiles.idxBytes(0x08, List.of(-1), 1)).contains("extent of 4294967295"));
        assertTrue(problem(DataFiles.idxBytes(0x08, List.of(0, 3))).contains("extent of 0"));
        assertTrue(problem(DataFiles.idxBytes(0x0E, List.of(70_000, 70_000), 1)).contains("70000 examples"));
    }

    @Test
    void a_missing_file_is_told_with_its_folder_and_what_to_do() throws IOException {
        Files.write(folder.resolve("images.gz"), new byte[0]);
        String message = assertThrows(DataException.class, () -> DataFiles.read(folder, DataFiles.idx("images")))
                .getMessage();

        assertEquals(
                "there is no file images in the data folder " + folder.toAbsolutePath()
                        + " (there is images.gz: change the recipe); say where the data is with --data DIR",
                message);
    }

    private static double[] all(Column column) {
        double[] values = new double[(int) column.values().length()];
        column.values().copy(0, values.length, values, 0);
        for (int i = 0; i < values.length; i++) {
            assertEquals(column.values().at(i), values[i]);
        }
        return values;
    }
}
