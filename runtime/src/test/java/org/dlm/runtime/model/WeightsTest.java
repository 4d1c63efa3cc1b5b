package org.dlm.runtime.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.safetensors.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsTest {
    private static final List<TensorSlot> SLOTS = List.of(
            new TensorSlot("conv/W", Shape.of(2, 3), 16, true),
            new TensorSlot("conv/b", Shape.of(2), 32, true),
            new TensorSlot("norm/count", Shape.SCALAR, 48, false));

    @TempDir
    private Path folder;

    private static Weights weights(Precision precision) {
        Weights weights = new Weights(precision, SLOTS, 50);
        weights.set("conv/W", 1, 2, 3, 4, 5, 0.1);
        weights.set("conv/b", -1, 1e-30);
        weights.set("norm/count", 7);
        return weights;
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void a_file_gives_back_what_was_saved(Precision precision) throws IOException {
        Path file = folder.resolve("deep/er/w.safetensors");
        Weights saved = weights(precision);
        saved.save(file, Map.of("model", "Net"));
        Weights loaded = new Weights(precision, SLOTS, 50);
        loaded.load(file);

        for (TensorSlot slot : SLOTS) {
            assertArrayEquals(saved.get(slot.path()), loaded.get(slot.path()), slot.path());
        }
        try (var files = Files.list(folder.resolve("deep/er"))) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void a_more_precise_file_is_rounded() {
        Path file = folder.resolve("w.safetensors");
        weights(Precision.F64).save(file);
        Weights loaded = new Weights(Precision.F32, SLOTS, 50);
        loaded.load(file);

        assertEquals((double) 0.1f, loaded.get("conv/W")[5]);
    }

    /** The layout is what other tools read: length, JSON, little-endian values. */
    @Test
    void the_file_is_in_the_format_of_safetensors() throws IOException {
        Path file = folder.resolve("w.safetensors");
        weights(Precision.F32).save(file, Map.of("model", "Net"));
        byte[] bytes = Files.readAllBytes(file);
        int header = bytes[0] & 0xFF | (bytes[1] & 0xFF) << 8;
        String json = new String(bytes, 8, header, StandardCharsets.UTF_8);

        assertEquals(0, header % 8, "values are aligned");
        assertTrue(json.contains("\"conv/W\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]}"), json);
        assertTrue(json.contains("\"norm/count\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[32,36]}"), json);
        assertTrue(json.startsWith("{\"__metadata__\":{\"dlm.crc32c\":\""), json);
        assertEquals(8 + header + 36, bytes.length);
        assertArrayEquals(
                new byte[] {0, 0, (byte) 0x80, 0x3F}, java.util.Arrays.copyOfRange(bytes, 8 + header, 12 + header));
    }

    @Test
    void a_file_of_another_model_is_refused_by_path_and_changes_nothing() {
        Path file = folder.resolve("other.safetensors");
        List<TensorSlot> others = List.of(
                new TensorSlot("conv/W", Shape.of(3, 2), 0, true),
                new TensorSlot("norm/count", Shape.SCALAR, 6, false),
                new TensorSlot("head/W", Shape.of(4), 7, true));
        new Weights(Precision.F32, others, 11).save(file);
        Weights weights = weights(Precision.F32);

        String message = assertThrows(StoredFileException.class, () -> weights.load(file))
                .getMessage();

        assertTrue(message.contains("conv/W has shape [3, 2] in the file, but [2, 3] in the model"), message);
        assertTrue(message.contains("conv/b [2] is needed, but the file has no such tensor"), message);
        assertTrue(message.contains("head/W [4] is in the file, but the model has no such tensor"), message);
        assertArrayEquals(new double[] {7}, weights.get("norm/count"));
    }

    @Test
    void weights_may_be_a_resource_of_a_program() throws IOException {
        Path file = folder.resolve("w.safetensors");
        weights(Precision.F32).save(file);
        byte[] bytes = Files.readAllBytes(file);
        Weights loaded = new Weights(Precision.F32, SLOTS, 50);
        loaded.load("resource w", new java.io.ByteArrayInputStream(bytes));

        assertArrayEquals(weights(Precision.F32).floats(), loaded.floats());
        for (int length = 0; length < bytes.length; length++) {
            java.io.InputStream cut = new java.io.ByteArrayInputStream(bytes, 0, length);
            assertThrows(StoredFileException.class, () -> loaded.load("resource w", cut), "length " + length);
        }
    }

    @Test
    void a_file_cut_off_anywhere_is_refused_and_changes_nothing() throws IOException {
        Path file = folder.resolve("w.safetensors");
        weights(Precision.F32).save(file);
        byte[] bytes = Files.readAllBytes(file);
        Weights weights = new Weights(Precision.F32, SLOTS, 50);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));

            assertThrows(StoredFileException.class, () -> weights.load(file), "length " + length);
        }
        assertArrayEquals(new double[] {0, 0}, weights.get("conv/b"));
    }

    @Test
    void a_changed_value_is_noticed() throws IOException {
        Path file = folder.resolve("w.safetensors");
        weights(Precision.F32).save(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        String message = assertThrows(
                        StoredFileException.class, () -> weights(Precision.F32).load(file))
                .getMessage();
        assertTrue(message.contains("damaged"), message);
    }

    @Test
    void a_foreign_file_is_refused() throws IOException {
        Path file = folder.resolve("notes.txt");
        Files.writeString(file, "These are my notes, and no weights at all.");

        String message = assertThrows(
                        StoredFileException.class, () -> weights(Precision.F32).load(file))
                .getMessage();
        assertTrue(message.contains("not a safetensors file"), message);
        assertThrows(StoredFileException.class, () -> weights(Precision.F32).load(folder.resolve("none")));
    }

    @Test
    void a_file_of_other_tools_without_a_checksum_is_read() throws IOException {
        String json = "{\"conv/b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(8 + json.length() + 4)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length())
                .put(json.getBytes(StandardCharsets.UTF_8))
                .putFloat(2.5f);
        Path file = folder.resolve("other.safetensors");
        Files.write(file, bytes.array());
        Weights weights = new Weights(Precision.F32, List.of(new TensorSlot("conv/b", Shape.of(1), 0, true)), 1);
        weights.load(file);

        assertArrayEquals(new double[] {2.5}, weights.get("conv/b"));
    }

    @Test
    void tensors_that_overlap_or_lie_about_their_length_are_refused() throws IOException {
        for (String header : List.of(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,-4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
                "{\"a\":[]}",
                "[]")) {
            byte[] json = header.getBytes(StandardCharsets.UTF_8);
            Path file = folder.resolve("bad.safetensors");
            Files.write(
                    file,
                    java.nio.ByteBuffer.allocate(8 + json.length + 8)
                            .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                            .putLong(json.length)
                            .put(json)
                            .array());

            assertThrows(StoredFileException.class, () -> SafetensorsFile.open(file), header);
        }
    }

    @Test
    void a_save_that_fails_leaves_nothing_besides() throws IOException {
        // no file can take the place of a folder with something in it
        Path occupied = folder.resolve("w.safetensors");
        Files.createDirectories(occupied.resolve("inner"));

        assertThrows(StoredFileException.class, () -> weights(Precision.F32).save(occupied));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(occupied), files.toList());
        }
    }

    @Test
    void a_file_with_numbers_that_are_none_is_refused_with_the_place() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Weights broken = weights(Precision.F64);
            broken.set("conv/W", 1, 2, 3, 4, wrong, 6);
            String message = refused(broken, Precision.F64);
            assertTrue(message.contains("conv/W[1, 1] is " + wrong), message);
        }
        Weights large = weights(Precision.F64);
        large.set("conv/b", 1, -1e300);
        String message = refused(large, Precision.F32);
        assertTrue(message.contains("conv/b[1] is -Infinity"), message);
    }

    private String refused(Weights saved, Precision precision) {
        Path file = folder.resolve("broken.safetensors");
        saved.save(file);
        Weights loaded = weights(precision);
        String message =
                assertThrows(StoredFileException.class, () -> loaded.load(file)).getMessage();
        assertArrayEquals(new double[] {1, 2, 3, 4, 5}, java.util.Arrays.copyOf(loaded.get("conv/W"), 5));
        return message;
    }

    /** A mask of minus infinity is a buffer; a buffer of NaN is none. */
    @Test
    void a_buffer_may_be_infinite() {
        Path file = folder.resolve("w.safetensors");
        Weights saved = weights(Precision.F32);
        saved.set("norm/count", Double.NEGATIVE_INFINITY);
        saved.save(file);
        Weights loaded = new Weights(Precision.F32, SLOTS, 50);
        loaded.load(file);

        assertEquals(Double.NEGATIVE_INFINITY, loaded.get("norm/count")[0]);
        saved.set("norm/count", Double.NaN);
        assertTrue(refused(saved, Precision.F32).contains("norm/count is NaN"));
    }

    @Test
    void shared_weights_cannot_change_but_a_copy_can() {
        Weights shared = weights(Precision.F32).share();

        assertThrows(IllegalStateException.class, () -> shared.set("conv/b", 0, 0));
        assertThrows(IllegalStateException.class, shared::writable);
        assertThrows(IllegalStateException.class, () -> shared.setAll(weights(Precision.F32)));
        Weights copy = shared.copy().writable();
        copy.set("conv/b", 3, 4);
        assertEquals(-1, shared.get("conv/b")[0]);
        assertEquals(3, copy.get("conv/b")[0]);
    }

    @Test
    void a_large_tensor_is_written_in_pieces() {
        int size = 100_003;
        List<TensorSlot> slots = List.of(new TensorSlot("W", Shape.of(size), 5, true));
        Weights saved = new Weights(Precision.F64, slots, size + 5);
        for (int i = 0; i < size; i++) {
            saved.doubles()[5 + i] = 1.0 / (i + 1);
        }
        Path file = folder.resolve("large.safetensors");
        SafetensorsWriter.write(file, saved.sources(""), Map.of());
        Weights loaded = new Weights(Precision.F64, slots, size + 5);
        loaded.load(file);

        assertArrayEquals(saved.doubles(), loaded.doubles());
    }

    private static ModelDescription model(String packageName, String name, String graphHash) {
        return ModelDescription.named(name)
                .packageName(packageName)
                .graphHash(graphHash)
                .parameter("head/W", Shape.of(2, 3), 0)
                .buffer("head/mean", Shape.of(3), 6)
                .build();
    }

    private Path saved(ModelDescription model) {
        Weights weights = Weights.of(model);
        weights.set("head/W", 1, 2, 3, 4, 5, 6);
        Path file = folder.resolve(model.name() + ".safetensors");
        weights.save(file, Map.of("classes.label", "[]"));
        return file;
    }

    @Test
    void weights_of_another_model_with_equal_tensors_are_refused_with_both_names() {
        Path file = saved(model("shop", "Letters", "1"));
        Weights digits = Weights.of(model("shop", "Digits", "1"));

        String message =
                assertThrows(StoredFileException.class, () -> digits.load(file)).getMessage();

        assertTrue(message.contains("holds weights of the model shop.Letters, not of shop.Digits"), message);
        assertTrue(
                message.contains("If shop.Letters is its former name, say so: load(file, \"shop.Letters\")"), message);
        assertEquals(0, digits.get("head/W")[5]);
    }

    @Test
    void the_weights_of_a_model_that_was_renamed_are_read_under_its_former_name() {
        Path file = saved(model("shop", "Letters", "1"));
        Weights digits = Weights.of(model("bank", "Digits", "1"));
        digits.load(file, "shop.Letters");
        assertEquals(6, digits.get("head/W")[5]);

        Path again = folder.resolve("again.safetensors");
        digits.save(again);
        Weights.of(model("bank", "Digits", "1")).load(again);
        String message = assertThrows(
                        StoredFileException.class,
                        () -> Weights.of(model("bank", "Digits", "1")).load(file, "shop.Words"))
                .getMessage();
        assertTrue(message.contains("not of bank.Digits or shop.Words"), message);
    }

    @Test
    void weights_of_another_version_of_the_model_are_read_and_remarked() {
        Path file = saved(model("shop", "Digits", "1"));
        Weights same = Weights.of(model("shop", "Digits", "1"));
        same.load(file);
        Weights other = Weights.of(model("shop", "Digits", "2"));
        other.load(file);

        assertTrue(same.remark().isEmpty());
        assertEquals(6, other.get("head/W")[5]);
        String remark = other.remark().orElseThrow();
        assertTrue(remark.contains("was written by another version of the model shop.Digits"), remark);
        assertEquals(other.remark(), other.copy().remark());
    }

    @Test
    void a_file_that_names_no_model_is_read_where_all_tensors_fit() {
        Path file = folder.resolve("foreign.safetensors");
        new Weights(Precision.F64, model("", "M", "").weights(), 9).save(file);
        Weights digits = Weights.of(model("shop", "Digits", "1"));
        digits.load(file);
        assertTrue(digits.remark().isEmpty());

        Weights larger = Weights.of(ModelDescription.named("Larger")
                .parameter("head/W", Shape.of(2, 4), 0)
                .parameter("tail/W", Shape.of(2), 8)
                .build());
        String message =
                assertThrows(StoredFileException.class, () -> larger.load(file)).getMessage();
        assertTrue(message.contains("head/W has shape [2, 3] in the file, but [2, 4] in the model"), message);
        assertTrue(message.contains("tail/W [2] is needed, but the file has no such tensor"), message);
        assertTrue(message.contains("head/mean [3] is in the file, but the model has no such tensor"), message);
    }

    @Test
    void a_folder_is_read_where_a_training_wrote_to_it() throws IOException {
        Weights saved = weights(Precision.F32);
        Weights loaded = new Weights(Precision.F32, SLOTS, 50);
        String message = assertThrows(StoredFileException.class, () -> loaded.load(folder))
                .getMessage();
        assertTrue(message.contains("has no file weights.safetensors; give a file of weights"), message);

        saved.save(folder.resolve(Weights.FILE_NAME));
        loaded.load(folder);
        assertArrayEquals(saved.floats(), loaded.floats());
    }

    @Test
    void weights_of_another_model_are_no_weights_of_this_one() {
        ModelDescription digits = model("shop", "Digits", "1");
        Weights own = Weights.of(digits);
        assertEquals(own, own.fitting("weights", digits));
        Weights unnamed = new Weights(Precision.F32, digits.weights(), 9);
        assertEquals(unnamed, unnamed.fitting("weights", digits));

        String byName = assertThrows(
                        IllegalArgumentException.class,
                        () -> Weights.of(model("shop", "Letters", "1")).fitting("weights", digits))
                .getMessage();
        assertEquals("weights belongs to the model shop.Letters; weights of shop.Digits are needed", byName);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Weights(Precision.F64, digits.weights(), 9).fitting("weights", digits));
    }

    @Test
    void readers_and_a_writer_exclude_each_other_and_a_snapshot_is_immutable() {
        Weights weights = weights(Precision.F32);
        weights.beginRead();
        weights.beginRead();
        assertThrows(ConcurrentModificationException.class, () -> weights.set("conv/b", 0, 0));
        weights.endRead();
        weights.endRead();
        weights.beginChange();
        assertThrows(ConcurrentModificationException.class, () -> weights.get("conv/b"));
        assertThrows(ConcurrentModificationException.class, weights::snapshot);
        assertThrows(ConcurrentModificationException.class, weights::share);
        assertThrows(ConcurrentModificationException.class, () -> weights.save(folder.resolve("half")));
        weights.endChange();

        Weights snapshot = weights.snapshot();
        weights.set("conv/b", 3, 4);
        assertEquals(-1, snapshot.get("conv/b")[0]);
        assertTrue(snapshot.isShared());
        assertEquals(snapshot, snapshot.snapshot());
    }

    @Test
    void misuse_is_told() {
        Weights weights = weights(Precision.F32);

        assertThrows(IllegalArgumentException.class, () -> weights.set("conv/b", 1));
        assertThrows(IllegalArgumentException.class, () -> weights.get("conv/c"));
        assertThrows(IllegalStateException.class, weights::doubles);
        assertThrows(IllegalArgumentException.class, () -> new Weights(Precision.F32, SLOTS, 48));
    }

    /** Who asked for a heap of the printed size has no room for two copies. */
    @Test
    void a_file_is_read_without_a_second_copy() {
        int size = 1 << 20;
        ModelDescription model = ModelDescription.named("M")
                .precision(Precision.F32)
                .parameter("W", Shape.of(size), 0)
                .build();
        Weights weights = Weights.of(model);
        weights.set(
                "W",
                java.util.stream.DoubleStream.generate(() -> 0.5).limit(size).toArray());
        Path file = folder.resolve("large.safetensors");
        weights.save(file);
        Weights.read(model, file, "");
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadAllocatedBytes();
        Weights read = Weights.read(model, file, "");
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertArrayEquals(weights.floats(), read.floats());
        assertTrue(allocated < 3L * size * Float.BYTES / 2, allocated + " bytes");
    }
}
