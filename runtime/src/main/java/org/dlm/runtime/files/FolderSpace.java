package org.dlm.runtime.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether files of some size can be written to a folder, found out before hours of work depend on it. A file of a few bytes is
 * written in any case; where the file system says that there is too little space, which some say who have enough, the whole size is
 * tried.
 */
public final class FolderSpace {
    private static final int CHUNK = 1 << 20;
    private static final long SMALL = 4096;

    private FolderSpace() {}

    /** Throws where so many bytes cannot be written; makes the folder. */
    public static void require(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        long usable = Files.getFileStore(folder).getUsableSpace();
        tryToWrite(folder, usable >= bytes ? Math.min(bytes, SMALL) : bytes);
    }

    private static void tryToWrite(Path folder, long bytes) throws IOException {
        TemporaryFile probe = TemporaryFile.beside(folder.toAbsolutePath().resolve("probe"));
        try (FileChannel channel = probe.channel()) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(bytes, CHUNK));
            for (long written = 0; written < bytes; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - written));
                written += channel.write(zeros);
            }
        } finally {
            Files.deleteIfExists(probe.path());
        }
    }
}
