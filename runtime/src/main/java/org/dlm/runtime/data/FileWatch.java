package org.dlm.runtime.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.dlm.runtime.problem.DataException;

/** Tells whether an open file is still what it was, by its length and the time of its last change. */
interface FileWatch {
    /** For files that nobody else can write to. */
    FileWatch PRIVATE = () -> {};

    /** Throws if the file was written to. */
    void check();

    /**
     * A file as it was when it was opened. Another file that takes its name is none of our business, since we go on
     * reading the one that is open.
     *
     * @param path its name
     * @param channel the open file
     * @param length its length
     * @param changed when it was changed last
     * @param identity which file it is
     */
    record Stamp(Path path, FileChannel channel, long length, FileTime changed, Object identity) implements FileWatch {
        static Stamp of(Path path, FileChannel channel) throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Stamp(path, channel, channel.size(), now.lastModifiedTime(), key(now));
        }

        private static Object key(BasicFileAttributes attributes) {
            return Objects.requireNonNullElse(attributes.fileKey(), "");
        }

        @Override
        public void check() {
            try {
                if (channel.size() != length || isWrittenTo()) {
                    throw new DataException(
                            path + " was changed while it was in use; leave the data alone during a run,"
                                    + " and begin again");
                }
            } catch (IOException exception) {
                throw new DataException("cannot read " + path + ": " + exception, exception);
            }
        }

        private boolean isWrittenTo() throws IOException {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return key(now).equals(identity) && !now.lastModifiedTime().equals(changed);
            } catch (NoSuchFileException removed) {
                // only its name is gone
                return false;
            }
        }
    }
}
