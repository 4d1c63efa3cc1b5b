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

/**
 * Tells whether an open file is still what it was: the file of its name, of its length and with the time of its last change. Not
 * noticed are changes that keep the length and the time, be it that the clock of the file system has not gone on or that someone
 * sets it back.
 */
interface FileWatch {
    /** For files that nobody else can write to. */
    FileWatch PRIVATE = () -> {};

    /** Throws if the file was written to, or cannot be watched any more. */
    void check();

    /**
     * A file as it was when it was opened. Only by its name are its times known; one that was moved away could be written to unseen,
     * so it is refused as well.
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
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                if (!key(now).equals(identity)) {
                    throw refused("was replaced by another file");
                }
                if (channel.size() != length || !now.lastModifiedTime().equals(changed)) {
                    throw refused("was changed");
                }
            } catch (NoSuchFileException gone) {
                throw refused("was moved or deleted");
            } catch (IOException exception) {
                throw new DataException("cannot read " + path + ": " + exception, exception);
            }
        }

        private DataException refused(String what) {
            return new DataException(path + " " + what + " while it was in use; leave the data alone during a run,"
                    + " and begin again");
        }
    }
}
