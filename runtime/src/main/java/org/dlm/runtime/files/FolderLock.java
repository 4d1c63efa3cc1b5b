package org.dlm.runtime.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a folder for one writer, as long as its process lives: the lock is the operating system's and not the file's existence, so
 * that a killed process holds nothing. The file {@code .dlm-lock} stays, because deleting it would let a third one lock another file
 * of the same name; it holds the number of the last process that had it. It is never a link: whoever gives away a folder could have
 * a file of the receiver written to.
 */
public final class FolderLock implements AutoCloseable {
    static final String FILE_NAME = ".dlm-lock";

    /** Where the lock is: behind the text, since Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = 1L << 40;

    /**
     * The folders that this process holds. It changes and is static because what it tells of is the process: on Unix, closing any
     * channel of a file gives up all locks that the process has on it, so a file that is locked here must not even be opened.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** The lock of a folder that there is; empty where another one holds it. */
    public static Optional<FolderLock> tryLock(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            return Optional.empty();
        }
        boolean isHeld = false;
        try {
            Optional<FolderLock> lock = lockFile(real);
            isHeld = lock.isPresent();
            return lock;
        } finally {
            if (!isHeld) {
                HELD.remove(real);
            }
        }
    }

    private static Optional<FolderLock> lockFile(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(FILE_NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        boolean isHeld = false;
        try {
            isHeld = lock(channel);
            if (isHeld) {
                sign(channel);
            }
            return isHeld ? Optional.of(new FolderLock(folder, channel)) : Optional.empty();
        } finally {
            if (!isHeld) {
                channel.close();
            }
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    private static void sign(FileChannel channel) throws IOException {
        byte[] text = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
    }

    /** The process that holds a folder, as far as its file tells. */
    public static String holder(Path folder) {
        try {
            if (HELD.contains(folder.toRealPath())) {
                return "process " + ProcessHandle.current().pid();
            }
            String text = Files.readString(folder.resolve(FILE_NAME), StandardCharsets.US_ASCII)
                    .strip();
            return text.matches("[0-9]+") ? "process " + text : "another process";
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(folder);
        }
    }
}
