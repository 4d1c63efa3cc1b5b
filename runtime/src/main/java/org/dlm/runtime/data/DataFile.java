package org.dlm.runtime.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;

/**
 * A file of data while it is read: opened once, so that all that is read comes from the same file, and watched, so that a
 * file which is written to meanwhile is refused.
 */
final class DataFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final UnaryOperator<InputStream> passage;
    private final FileWatch.Stamp watch;
    private boolean isHandedOver;

    private DataFile(Path path, FileChannel channel, UnaryOperator<InputStream> passage) throws IOException {
        this.path = path;
        this.channel = channel;
        this.passage = passage;
        this.watch = FileWatch.Stamp.of(path, channel);
    }

    /** Opens a file; its bytes come through {@code passage}, where tests stand and watch. */
    static DataFile open(Path path, UnaryOperator<InputStream> passage) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new DataFile(path, channel, passage);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    String name() {
        return path.toString();
    }

    long length() {
        return watch.length();
    }

    /** The bytes that it had when it was opened, from the start on; closing the stream closes the file. */
    BufferedInputStream bytes() throws IOException {
        channel.position(0);
        InputStream all = passage.apply(Channels.newInputStream(channel));
        return new BufferedInputStream(new BoundedStream(all, length()), Records.PIECE);
    }

    void checkUnchanged() {
        watch.check();
    }

    /** The file as records from a place on; they stay open when this is closed. */
    FileRecords records(long base, long bytes) {
        isHandedOver = true;
        return new FileRecords(name(), channel, base, bytes, watch);
    }

    @Override
    public void close() throws IOException {
        if (!isHandedOver) {
            channel.close();
        }
    }
}
