package org.dlm.runtime.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that replace older ones as a whole: the contents go to another name, then to the disk, then the name is changed. A
 * crash leaves the old file or the new one, and a failure nothing besides.
 */
public final class WholeFile {
    private WholeFile() {}

    /** Gives the contents. */
    @FunctionalInterface
    public interface Contents {
        /** Writes all of them, from the channel's position on. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Writes a file; makes its folder where there is none. */
    public static void write(Path file, Contents contents) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        Files.createDirectories(folder);
        TemporaryFile temporary = TemporaryFile.beside(absolute);
        boolean isMoved = false;
        try {
            try (FileChannel channel = temporary.channel()) {
                contents.writeTo(channel);
                channel.force(true);
            }
            moveInto(temporary.path(), absolute);
            isMoved = true;
        } finally {
            // once it has moved, its name may already be another thread's
            if (!isMoved) {
                Files.deleteIfExists(temporary.path());
            }
        }
        forceNames(folder);
    }

    /** Deletes what killed processes left of such files in a folder; what another process is writing stays. */
    public static void deleteLeftovers(Path folder) throws IOException {
        TemporaryFile.deleteLeftovers(folder);
    }

    private static void moveInto(Path temporary, Path file) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException exception) {
            // some network file systems; the next best thing
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The new name is on the disk only when its folder is. */
    static void forceNames(Path folder) {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException cannot) {
            // Windows opens no folders, and some network file systems do not write them: then the system does it in its
            // time
        }
    }
}
