package org.dlm.runtime.data;

import java.nio.file.Path;
import org.dlm.runtime.problem.DataException;

/**
 * How much of the data may be in memory, and where the rest goes. Values are the same bits either way.
 *
 * @param heldBytes tables are kept in the heap up to so many bytes in all; what is larger is read from files, batch by batch
 * @param textBytes names of classes are always in the heap, for each file up to so many bytes
 * @param spills where files go that hold what was read from compressed files and from text
 */
public record DataLimits(long heldBytes, long textBytes, SpillFolder spills) {
    /** The data share the heap with the model and its batches: they get a quarter. */
    private static final int HEAP_SHARE = 4;

    private static final int TEXT_SHARE = 16;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** A quarter of the largest heap for values, a sixteenth for texts, and the JVM's folder for temporary files ({@code java.io.tmpdir}). */
    public static DataLimits standard() {
        return new DataLimits(
                Runtime.getRuntime().maxMemory() / HEAP_SHARE,
                Runtime.getRuntime().maxMemory() / TEXT_SHARE,
                new SpillFolder.At(Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /** What is left for others beside something of this size. */
    public DataLimits beside(long bytes) {
        return new DataLimits(Math.max(0, heldBytes - bytes), textBytes, spills);
    }

    /** Refuses what can only be held and is too large for it, before memory is asked for. */
    public void requireHeld(String what, long bytes) {
        long most = Math.min(heldBytes, LARGEST_ARRAY);
        if (bytes > most) {
            throw new DataException(what + " takes " + bytes + " bytes of memory, but at most " + most
                    + " are possible (a quarter of the heap for all data, and no more than an array can have); ask for"
                    + " less, or give Java a larger heap with -Xmx");
        }
    }
}
