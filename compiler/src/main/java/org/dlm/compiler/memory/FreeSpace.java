package org.dlm.compiler.memory;

import java.util.Map;
import java.util.TreeMap;

/** The free blocks of one growing range of elements. Takes the smallest block that fits, the first of equal ones. */
final class FreeSpace {
    private final TreeMap<Long, Long> sizes = new TreeMap<>();
    private long end;

    /** Start of a block that now belongs to the caller. */
    long take(long size) {
        long start = bestFit(size);
        long available = sizes.getOrDefault(start, 0L);
        sizes.remove(start);
        if (available > size) {
            sizes.put(start + size, available - size);
        }
        end = Math.max(end, start + size);
        return start;
    }

    /** Gives a block back; neighbours become one. */
    void giveBack(long start, long size) {
        long from = start;
        long to = start + size;
        Map.Entry<Long, Long> before = sizes.floorEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            from = before.getKey();
        }
        Long after = sizes.remove(to);
        sizes.put(from, to + (after == null ? 0 : after) - from);
    }

    /** The length that was ever needed. */
    long length() {
        return end;
    }

    private long bestFit(long size) {
        long best = lastBlockIsFree() ? sizes.lastKey() : end;
        long bestSize = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> block : sizes.entrySet()) {
            if (block.getValue() >= size && block.getValue() < bestSize) {
                best = block.getKey();
                bestSize = block.getValue();
            }
        }
        return best;
    }

    private boolean lastBlockIsFree() {
        return !sizes.isEmpty() && sizes.lastKey() + sizes.lastEntry().getValue() == end;
    }
}
