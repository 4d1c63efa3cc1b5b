package org.dlm.runtime.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file under a name of its own, {@code .weights.safetensors.4711-kx3f0a-0.tmp}, until it is complete: the file it shall become, the
 * process that writes it with the time at which that began, and a number. Two processes never write to the same one, and one
 * whose process is gone is told by its name. While it is written it is locked.
 */
final class TemporaryFile {
    private static final Pattern NAME = Pattern.compile("\\..+\\.(\\d{1,18})-([0-9a-z]+)-\\d+\\.tmp");
    private static final int RADIX = 36;

    private final Path path;
    private final FileChannel channel;

    private TemporaryFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Opens one beside the file that it shall become. */
    static TemporaryFile beside(Path file) throws IOException {
        for (int number = 0; ; number++) {
            Path path = file.resolveSibling(name(file, number));
            try {
                FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                tryLock(channel);
                return new TemporaryFile(path, channel);
            } catch (FileAlreadyExistsException another) {
                // another thread writes the same file; the next number is free
            }
        }
    }

    private static String name(Path file, int number) {
        ProcessHandle self = ProcessHandle.current();
        return "." + file.getFileName() + "." + self.pid() + "-" + begin(self) + "-" + number + ".tmp";
    }

    /** When a process began, so that a number that is used again is not taken for the process that had it before. */
    private static String begin(ProcessHandle process) {
        long millis = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return Long.toString(millis, RADIX);
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** Deletes what killed processes left in a folder: files with such names that nobody holds. */
    static void deleteLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path file : files) {
                if (isLeftover(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isLeftover(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && !isAlive(name.group(1), name.group(2))
                && isFree(file);
    }

    private static boolean isAlive(String pid, String begin) {
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(process -> begin(process).equals(begin))
                .isPresent();
    }

    /** A process of another container, whose number says nothing here, holds the lock of what it writes. */
    private static boolean isFree(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel);
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException held) {
            return false;
        }
    }
}
