package org.dlm.runtime.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The different texts of a column, numbered as they come: a bounded number of them, since a column of names or comments
 * that nobody uses must not fill the memory.
 */
final class ClassTexts {
    static final int MOST_CLASSES = 1 << 16;

    /** What a text in a map takes beside its characters, about. */
    private static final int ENTRY_BYTES = 100;

    private final Room room;
    private final Map<String, Integer> codes = new HashMap<>();
    private long taken;
    private boolean isOverfull;

    /** The bytes that all columns of a file share for their texts. */
    static final class Room {
        private long left;

        Room(long bytes) {
            left = bytes;
        }

        private boolean take(long bytes) {
            left -= bytes;
            return left >= 0;
        }
    }

    ClassTexts(Room room) {
        this.room = room;
    }

    /** The number of a text; any number once there are too many. */
    int code(String text) {
        if (isOverfull) {
            return 0;
        }
        Integer known = codes.get(text);
        return known != null ? known : add(text);
    }

    private int add(String text) {
        long bytes = ENTRY_BYTES + 2L * text.length();
        taken += bytes;
        if (!room.take(bytes) || codes.size() == MOST_CLASSES) {
            isOverfull = true;
            codes.clear();
            room.take(-taken);
            return 0;
        }
        codes.put(text, codes.size());
        return codes.size() - 1;
    }

    /** Whether there were more than can be classes. */
    boolean isOverfull() {
        return isOverfull;
    }

    /** The texts in alphabetical order. */
    List<String> sorted() {
        return codes.keySet().stream().sorted().toList();
    }

    /** The place in alphabetical order for each number. */
    int[] ranks() {
        List<String> sorted = sorted();
        // one more, so that the number of an empty column's cells has a rank
        int[] ranks = new int[sorted.size() + 1];
        for (int rank = 0; rank < sorted.size(); rank++) {
            ranks[codes.get(sorted.get(rank))] = rank;
        }
        return ranks;
    }
}
