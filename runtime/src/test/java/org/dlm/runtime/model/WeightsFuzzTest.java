package org.dlm.runtime.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.dlm.runtime.fuzz.Fuzz;
import org.dlm.runtime.fuzz.Mutations;
import org.dlm.runtime.problem.StoredFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is in a file of weights, loading takes all of it or refuses it in words and changes nothing. Our own files are taken only
 * as they were written; of those without a checksum, the header is damaged apart from the values, so that what lies behind the first
 * check is met too.
 */
class WeightsFuzzTest {
    /** Buffers of the reader, and the channel's, whatever the file. */
    private static final long FIXED_BYTES = 1 << 21;

    /** What takes the place of a number in the header. */
    private static final String[] NUMBERS = {
        "-1",
        "0",
        "1",
        "4",
        "8",
        "1e3",
        "0.5",
        "2147483647",
        "4294967296",
        "9223372036854775807",
        "1e999",
        "\"4\"",
        "[]",
        "{}",
        "null",
        "true",
        ""
    };

    @TempDir
    private Path folder;

    @Test
    void our_own_files_are_taken_as_they_were_written_or_refused() throws IOException {
        Fuzz.run("weights", this::checkOwn);
    }

    @Test
    void files_of_other_programs_are_taken_whole_or_refused() throws IOException {
        Fuzz.run("safetensors", this::checkForeign);
    }

    private boolean checkOwn(Random random) throws IOException {
        Weights written = weights(random);
        Path file = folder.resolve("w.safetensors");
        written.save(file, Map.of("dlm.model", "com.acme.Line"));
        byte[] good = Files.readAllBytes(file);
        byte[] bytes = mutated(good, random.nextInt(3), random);
        boolean isTaken = load(bytes, written, random.nextBoolean());
        assertEquals(
                Arrays.equals(good, bytes),
                isTaken,
                () -> "whether it is taken, of " + new String(bytes, StandardCharsets.ISO_8859_1));
        return isTaken;
    }

    private boolean checkForeign(Random random) throws IOException {
        Weights written = weights(random);
        String header = header(written);
        for (int edit = random.nextInt(3); edit > 0; edit--) {
            header = edited(header, random);
        }
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] values = mutated(values(written), random.nextInt(2), random);
        long length = random.nextInt(10) == 0 ? random.nextLong() >> random.nextInt(64) : json.length;
        byte[] head = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
        boolean isDamaged = !header.equals(header(written)) || length != json.length;
        boolean isTaken = load(Mutations.joined(Mutations.joined(head, json), values), written, !isDamaged);
        assertFalse(isTaken && values.length != values(written).length, "values are missing or too many");
        return isTaken;
    }

    /** Loads into weights that were all 0. */
    private boolean load(byte[] bytes, Weights written, boolean isFile) throws IOException {
        Weights weights = new Weights(Precision.F32, written.slots(), written.floats().length);
        Path file = folder.resolve("w.safetensors");
        Files.write(file, bytes);
        long before = Fuzz.allocatedBytes();
        try {
            if (isFile) {
                weights.load(file);
            } else {
                weights.load("resource w.safetensors", Files.newInputStream(file));
            }
            return true;
        } catch (StoredFileException refused) {
            assertTrue(refused.getMessage().contains("w.safetensors"), refused.getMessage());
            assertArrayEquals(new float[written.floats().length], weights.floats());
            return false;
        } finally {
            long allocated = Fuzz.allocatedBytes() - before;
            assertTrue(allocated < FIXED_BYTES + 200L * bytes.length, allocated + " bytes for " + bytes.length);
        }
    }

    private static Weights weights(Random random) {
        List<TensorSlot> slots = new ArrayList<>();
        int size = 0;
        for (int t = 1 + random.nextInt(4); t > 0; t--) {
            int[] extents = random.ints(random.nextInt(4), 1, 5).toArray();
            slots.add(new TensorSlot("layer" + t + "/W", Shape.of(extents), size, true));
            size += Arrays.stream(extents).reduce(1, (a, b) -> a * b);
        }
        Weights weights = new Weights(Precision.F32, slots, size);
        for (TensorSlot slot : slots) {
            weights.set(
                    slot.path(),
                    random.doubles(slot.shape().size(), 1, 9)
                            .map(v -> (float) v)
                            .toArray());
        }
        return weights;
    }

    private static String header(Weights weights) {
        List<String> tensors = new ArrayList<>();
        int at = 0;
        for (TensorSlot slot : weights.slots()) {
            int end = at + Float.BYTES * slot.shape().size();
            tensors.add("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                    .formatted(slot.path(), slot.shape().extents(), at, end));
            at = end;
        }
        return "{" + String.join(",", tensors) + "}";
    }

    private static byte[] values(Weights weights) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * weights.floats().length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : weights.floats()) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** A number replaced by another text, or bytes changed. */
    private static String edited(String header, Random random) {
        if (random.nextBoolean()) {
            return new String(
                    Mutations.mutate(header.getBytes(StandardCharsets.UTF_8), random), StandardCharsets.ISO_8859_1);
        }
        String[] parts = header.split("(?<=[\\[,:])(?=[0-9])|(?<=[0-9])(?=[\\],])");
        int at = random.nextInt(parts.length);
        parts[at] = NUMBERS[random.nextInt(NUMBERS.length)];
        return String.join("", parts);
    }

    private static byte[] mutated(byte[] bytes, int times, Random random) {
        byte[] other = bytes;
        for (int m = 0; m < times; m++) {
            other = Mutations.mutate(other, random);
        }
        return other;
    }
}
