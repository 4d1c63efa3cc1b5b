package org.dlm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dlm.compiler.memory.MemoryBytes;

/**
 * What a command takes from the heap, by what it is for: known before the command begins, but for the data.
 *
 * @param purpose such as {@code training Digits}
 * @param parts what each kind takes, some for each example of a batch
 */
record MemoryUse(String purpose, int batch, List<Part> parts) {
    /** Bytes for a batch and the bytes that they grow by with each example of it. */
    record Part(String name, MemoryBytes bytes) {}

    MemoryUse {
        parts = List.copyOf(parts);
    }

    MemoryUse(String purpose, int batch) {
        this(purpose, batch, List.of());
    }

    MemoryUse with(String name, MemoryBytes bytes) {
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(name, bytes));
        return new MemoryUse(purpose, batch, more);
    }

    MemoryUse with(String name, long bytes) {
        return with(name, new MemoryBytes(bytes, 0));
    }

    /** What is still to be allocated once a part is there. */
    MemoryUse without(String name) {
        return new MemoryUse(
                purpose,
                batch,
                parts.stream().filter(part -> !part.name().equals(name)).toList());
    }

    long total() {
        return totalOf(batch);
    }

    /** With another batch. */
    private long totalOf(int examples) {
        return Math.min(
                MemoryBytes.MOST,
                parts.stream().mapToLong(part -> part.bytes().bytes(examples)).sum());
    }

    /** The largest batch that needs no more bytes; 0 where even one example needs more. */
    int largestBatch(long bytes) {
        int fits = 0;
        long tooLarge = batch + 1L;
        while (tooLarge - fits > 1) {
            int middle = (int) (fits + (tooLarge - fits) / 2);
            if (totalOf(middle) <= bytes) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits;
    }

    /** {@code training Digits at batch 64 takes 5.2 MiB: weights 0.2 MiB, ...}. */
    String line() {
        return purpose + " at batch " + Words.whole(batch) + " takes " + Words.bytes(total()) + ": "
                + parts.stream()
                        .filter(part -> part.bytes().bytes(batch) > 0)
                        .map(part ->
                                part.name() + " " + Words.bytes(part.bytes().bytes(batch)))
                        .collect(Collectors.joining(", "));
    }

    /** The bytes by kind, and their sum, for programs. */
    Map<String, Object> answer() {
        Map<String, Object> bytes = new LinkedHashMap<>();
        bytes.put("purpose", purpose);
        bytes.put("batch", batch);
        bytes.put("bytes", total());
        parts.forEach(part -> bytes.put(part.name(), part.bytes().bytes(batch)));
        return bytes;
    }
}
