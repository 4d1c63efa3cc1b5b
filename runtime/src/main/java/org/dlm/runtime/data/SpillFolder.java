package org.dlm.runtime.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Where files of values go that do not fit into memory. */
public interface SpillFolder {
    /** A new empty file for reading and writing, which is gone when the channel is closed or the process ends. */
    FileChannel open() throws IOException;

    /**
     * A folder on disk.
     *
     * @param path the folder
     */
    record At(Path path) implements SpillFolder {
        @Override
        public FileChannel open() throws IOException {
            Path file = Files.createTempFile(path, "dlm-data-", ".spill");
            try {
                // on Unix the name is taken away as soon as the file is open: not even a killed process leaves it
                return FileChannel.open(
                        file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException | RuntimeException failed) {
                Files.deleteIfExists(file);
                throw failed;
            }
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }
}
