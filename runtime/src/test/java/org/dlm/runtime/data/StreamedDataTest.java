package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ref.WeakReference;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dlm.runtime.fuzz.Mutations;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.RawColumn;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.random.Permutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that do not fit into memory are read from files, and nobody can tell the difference. */
class StreamedDataTest {
    private static final int EXAMPLES = 3_000;

    private static final PreparationProgram COPY = (raw, prepared) -> {
        for (int p = 0; p < raw.ports().size(); p++) {
            System.arraycopy(raw.ints(p), 0, prepared.ints(p), 0, raw.ints(p).length);
            System.arraycopy(raw.floats(p), 0, prepared.floats(p), 0, raw.floats(p).length);
            System.arraycopy(raw.doubles(p), 0, prepared.doubles(p), 0, raw.doubles(p).length);
        }
    };

    @TempDir
    private Path folder;

    @TempDir
    private Path spills;

    private RawData read(DataLimits limits, Precision precision, List<SourceCall> sources, RawColumn... columns) {
        ModelDescription.Builder model = ModelDescription.named("M").precision(precision);
        for (RawColumn column : columns) {
            model.port(column.port());
        }
        DataBlock block = new DataBlock("data", sources, List.of(columns));
        ReaderRegistry readers = ReaderRegistry.standard().within(limits);
        return RawData.read(model.build(), block, max -> COPY, readers, new DataFolder(folder));
    }

    private DataLimits limits(long heldBytes) {
        return new DataLimits(heldBytes, 1 << 20, new SpillFolder.At(spills));
    }

    /** Everything in memory, everything in files, and something of both. */
    private void assertSameBatches(List<SourceCall> sources, RawColumn... columns) throws IOException {
        for (Precision precision : Precision.values()) {
            List<String> batches = new ArrayList<>();
            List<String> digests = new ArrayList<>();
            for (long heldBytes : List.of(1L << 30, 0L, 50_000L)) {
                try (RawData data = read(limits(heldBytes), precision, sources, columns)) {
                    assertEquals(heldBytes != 1L << 30, !data.storage().files().isEmpty());
                    assertTrue(data.storage().heapBytes() <= heldBytes + 10_000);
                    assertEquals(List.of(), DataFiles.names(spills), "a spill file has no name");
                    batches.add(batches(data));
                    digests.add(data.digest());
                }
            }
            assertEquals(batches.get(0), batches.get(1));
            assertEquals(batches.get(0), batches.get(2));
            assertEquals(1, digests.stream().distinct().count());
        }
    }

    private static String batches(RawData data) {
        Split split = new Split("train", data, Permutation.identity(data.examples()));
        StringBuilder text = new StringBuilder();
        try (BatchStream inOrder = split.inOrder(64);
                BatchStream shuffled = split.shuffled(17, 3)) {
            for (int epoch = 0; epoch < 2; epoch++) {
                append(inOrder, epoch, text);
                append(shuffled, epoch, text);
            }
        }
        return text.toString();
    }

    /** Bits of all values; the text of a float tells -0 from 0. */
    private static void append(BatchStream batches, int epoch, StringBuilder text) {
        batches.startEpoch(epoch);
        while (batches.advance()) {
            Batch batch = batches.current();
            for (int p = 0; p < batch.ports().size(); p++) {
                text.append(Arrays.hashCode(batch.ints(p)))
                        .append(' ')
                        .append(Arrays.hashCode(batch.floats(p)))
                        .append(' ')
                        .append(Arrays.hashCode(batch.doubles(p)))
                        .append('\n');
            }
        }
    }

    private void writeCsv() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder("whole,real,kind,mixed\n");
        for (int e = 0; e < EXAMPLES; e++) {
            text.append(random.nextInt()).append(',');
            text.append(random.nextInt(9) == 0 ? "-0" : random.nextGaussian()).append(',');
            text.append((char) ('a' + random.nextInt(20))).append(',');
            text.append(e == EXAMPLES / 2 ? "x" : String.valueOf(random.nextInt(9)))
                    .append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), text);
    }

    @Test
    void batches_of_text_are_the_same_from_memory_and_from_a_spill_file() throws IOException {
        writeCsv();
        assertSameBatches(
                List.of(DataFiles.csv("t.csv")),
                RawColumn.named(0, "real", ElementKind.FLOAT, Shape.SCALAR, 0),
                RawColumn.named(0, "whole", ElementKind.INT, Shape.SCALAR, 0),
                RawColumn.named(0, "whole", ElementKind.FLOAT, Shape.SCALAR, 0),
                RawColumn.named(0, "kind", ElementKind.INT, Shape.SCALAR, 20),
                RawColumn.named(0, "mixed", ElementKind.INT, Shape.SCALAR, 10));
    }

    @Test
    void batches_of_pictures_are_the_same_from_memory_and_from_files() throws IOException {
        byte[] pictures = new byte[EXAMPLES * 7 * 11];
        byte[] labels = new byte[EXAMPLES];
        Random random = new Random(6);
        random.nextBytes(pictures);
        for (int e = 0; e < EXAMPLES; e++) {
            labels[e] = (byte) random.nextInt(10);
        }
        byte[] image = Mutations.joined(DataFiles.idxBytes(0x08, List.of(EXAMPLES, 7, 11)), pictures);
        Files.write(folder.resolve("image"), image);
        Files.write(folder.resolve("image.gz"), DataFiles.gzip(image));
        Files.write(folder.resolve("label"), Mutations.joined(DataFiles.idxBytes(0x08, List.of(EXAMPLES)), labels));
        for (String name : List.of("image", "image.gz")) {
            assertSameBatches(
                    List.of(DataFiles.idx(name), DataFiles.idx("label")),
                    RawColumn.at(0, 0, ElementKind.FLOAT, Shape.of(1, 7, 11), 0),
                    RawColumn.at(1, 0, ElementKind.INT, Shape.SCALAR, 10));
        }
    }

    @Test
    void examples_larger_than_a_piece_are_read_in_parts() throws IOException {
        float[] values = new float[3 * 40_000];
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(values.length * Float.BYTES);
        for (int i = 0; i < values.length; i++) {
            bytes.putFloat(i);
        }
        byte[] file = Mutations.joined(DataFiles.idxBytes(0x0D, List.of(3, 40_000)), bytes.array());
        Files.write(folder.resolve("wide"), file);
        Files.write(folder.resolve("wide.gz"), DataFiles.gzip(file));
        for (String name : List.of("wide", "wide.gz")) {
            assertSameBatches(List.of(DataFiles.idx(name)), RawColumn.at(0, 0, ElementKind.FLOAT, Shape.of(40_000), 0));
        }
    }

    private BatchStream streamOfLabels() throws IOException {
        byte[] labels = new byte[200_000];
        Files.write(
                folder.resolve("label"), Mutations.joined(DataFiles.idxBytes(0x08, List.of(labels.length)), labels));
        Files.setLastModifiedTime(folder.resolve("label"), FileTime.fromMillis(0));
        RawData data = read(
                limits(0),
                Precision.F32,
                List.of(DataFiles.idx("label")),
                RawColumn.at(0, 0, ElementKind.INT, Shape.SCALAR, 10));
        BatchStream batches = new Split("train", data, Permutation.identity(data.examples())).inOrder(100);
        batches.startEpoch(0);
        assertTrue(batches.advance());
        return batches;
    }

    private static int drain(BatchStream batches) {
        int count = 1;
        while (batches.advance()) {
            count++;
        }
        return count;
    }

    @Test
    void a_file_that_is_cut_off_during_a_run_ends_it() throws IOException {
        try (BatchStream batches = streamOfLabels();
                FileChannel file = FileChannel.open(folder.resolve("label"), StandardOpenOption.WRITE)) {
            file.truncate(1000);

            String message =
                    assertThrows(DataException.class, () -> drain(batches)).getMessage();
            assertTrue(message.contains("label"), message);
            assertTrue(message.contains("leave the data alone during a run"), message);
        }
    }

    @Test
    void a_file_that_is_written_to_during_a_run_ends_it() throws IOException {
        try (BatchStream batches = streamOfLabels();
                RandomAccessFile file =
                        new RandomAccessFile(folder.resolve("label").toFile(), "rw")) {
            file.seek(150_000);
            file.write(1);

            String message =
                    assertThrows(DataException.class, () -> drain(batches)).getMessage();
            assertTrue(message.contains("label was changed while it was in use"), message);
        }
    }

    /** Of equal length and of the same time: the one that was read lies elsewhere, where anybody may write to it unseen. */
    @Test
    void a_file_that_is_moved_away_during_a_run_ends_it() throws IOException {
        Path label = folder.resolve("label");
        Path elsewhere = folder.resolve("elsewhere");
        try (BatchStream batches = streamOfLabels()) {
            Files.move(label, elsewhere);
            Files.copy(elsewhere, label, StandardCopyOption.COPY_ATTRIBUTES);

            String message =
                    assertThrows(DataException.class, () -> drain(batches)).getMessage();
            assertTrue(message.contains("label was replaced by another file while it was in use"), message);
        }
        try (BatchStream batches = streamOfLabels()) {
            Files.delete(label);

            String message =
                    assertThrows(DataException.class, () -> drain(batches)).getMessage();
            assertTrue(message.contains("label was moved or deleted while it was in use"), message);
        }
    }

    @Test
    void a_full_disk_is_told_and_nothing_stays() throws IOException {
        writeCsv();
        List<FileChannel> opened = new ArrayList<>();
        SpillFolder full = () -> {
            opened.add(FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE));
            return opened.getLast();
        };
        String message = assertThrows(
                        DataException.class,
                        () -> DataFiles.read(folder, DataFiles.csv("t.csv"), new DataLimits(0, 1 << 20, full)))
                .getMessage();

        assertTrue(message.contains("t.csv does not fit into memory, and its values cannot be written"), message);
        assertTrue(message.contains("-Djava.io.tmpdir"), message);
        assertFalse(opened.getFirst().isOpen());
    }

    @Test
    void a_folder_for_spill_files_that_is_not_there_is_told() throws IOException {
        writeCsv();
        DataLimits limits = new DataLimits(0, 1 << 20, new SpillFolder.At(spills.resolve("nowhere")));
        String message = assertThrows(DataException.class, () -> DataFiles.read(folder, DataFiles.csv("t.csv"), limits))
                .getMessage();

        assertTrue(message.contains("nowhere"), message);
    }

    @Test
    void synthetic_data_that_do_not_fit_are_refused_before_memory_is_asked_for() {
        for (String reader : List.of("synthetic.digits", "synthetic.spirals", "synthetic.moons")) {
            SourceCall call = SourceCall.of(reader, new SourceCall.Argument.Number(2_000_000_000));
            String message = assertThrows(DataException.class, () -> DataFiles.read(folder, call))
                    .getMessage();
            assertTrue(message.startsWith(reader + " takes "), message);
        }
    }

    /** A thread that has read data must not keep them. */
    @Test
    void data_that_nobody_uses_leave_the_memory() throws Exception {
        writeCsv();
        List<WeakReference<Records>> gone = new ArrayList<>();
        for (long heldBytes : List.of(1L << 30, 0L)) {
            Table table = DataFiles.read(folder, DataFiles.csv("t.csv"), limits(heldBytes));
            DataFiles.values(table.columns().getFirst());
            RecordValues values = (RecordValues) table.columns().getFirst().values();
            gone.add(new WeakReference<>(values.records()));
        }
        for (int attempt = 0; attempt < 50 && gone.stream().anyMatch(records -> records.get() != null); attempt++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(gone.stream().allMatch(records -> records.get() == null));
    }
}
