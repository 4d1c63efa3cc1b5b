package org.dlm.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.runtime.files.WholeFile;
import org.dlm.runtime.problem.ProblemException;

/**
 * A folder of generated sources. Each file appears complete or not at all; equal files are not touched; what an earlier run
 * generated and this one does not is removed, unless someone changed it since. To know that, the folder keeps a
 * {@linkplain GeneratedList list} of digests. The list names files before they are written, so that a run which is killed leaves
 * nothing that the next one does not know.
 */
final class GeneratedSources {
    private final Path folder;
    private final Path listFile;

    /** @param kept files that are no longer generated, but differ from what was */
    record Change(int written, int unchanged, int removed, List<Path> kept) {}

    GeneratedSources(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.listFile = this.folder.resolve(GeneratedList.FILE_NAME);
    }

    Change write(List<GeneratedFile> files) {
        checkDistinct(files);
        try {
            GeneratedList before = GeneratedList.read(listFile);
            GeneratedList now = GeneratedList.of(files);
            GeneratedList both = before.and(now);
            deleteLeftovers(both);
            write(listFile, both.bytes());
            int written = 0;
            for (GeneratedFile file : files) {
                written += write(inside(file.path()), GeneratedList.bytes(file)) ? 1 : 0;
            }
            List<Path> kept = new ArrayList<>();
            int removed = removeStale(before, now, kept);
            write(listFile, now.bytes());
            return new Change(written, files.size() - written, removed, kept);
        } catch (IOException problem) {
            throw new ProblemException("cannot write to " + folder + ": " + problem.getMessage(), problem);
        }
    }

    /** Unfinished files of killed runs: in the folders of all files that they may have been about. */
    private void deleteLeftovers(GeneratedList list) throws IOException {
        Set<Path> folders = new TreeSet<>(Set.of(folder));
        list.paths().forEach(path -> folders.add(inside(path).getParent()));
        for (Path each : folders) {
            if (Files.isDirectory(each)) {
                WholeFile.deleteLeftovers(each);
            }
        }
    }

    private int removeStale(GeneratedList before, GeneratedList now, List<Path> kept) throws IOException {
        int removed = 0;
        for (String stale : before.paths()) {
            Path path = inside(stale);
            if (now.paths().contains(stale) || !Files.isRegularFile(path) || isOneOf(now.paths(), stale)) {
                continue;
            }
            if (before.has(stale, Files.readAllBytes(path))) {
                Files.delete(path);
                removeEmpty(path.getParent());
                removed++;
            } else {
                kept.add(path);
            }
        }
        return removed;
    }

    /** Where upper and lower case are the same, {@code net.java} of an earlier run is {@code Net.java} of this one. */
    private boolean isOneOf(Set<String> names, String stale) throws IOException {
        for (String name : names) {
            if (name.equalsIgnoreCase(stale) && Files.isSameFile(inside(name), inside(stale))) {
                return true;
            }
        }
        return false;
    }

    /** The compiler sees to it; what a slip of it would overwrite is worth looking twice. */
    private static void checkDistinct(List<GeneratedFile> files) {
        Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (GeneratedFile file : files) {
            String other = seen.putIfAbsent(file.path(), file.path());
            if (other != null) {
                throw new IllegalStateException("this is a bug in dlmc: the generated files " + other + " and "
                        + file.path() + " would overwrite each other");
            }
        }
    }

    private void removeEmpty(Path start) throws IOException {
        try {
            for (Path each = start; !each.equals(folder); each = each.getParent()) {
                Files.delete(each);
            }
        } catch (DirectoryNotEmptyException inUse) {
            // somebody else's files are in it
        }
    }

    private static boolean write(Path path, byte[] bytes) throws IOException {
        if (Files.isRegularFile(path) && MessageDigest.isEqual(Files.readAllBytes(path), bytes)) {
            return false;
        }
        WholeFile.write(path, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
        return true;
    }

    /** The list is a file that anybody may have written: it must not lead out of the folder. */
    private Path inside(String name) {
        Path path = resolved(name);
        if (!path.startsWith(folder) || path.equals(folder)) {
            throw new ProblemException("the path " + name + " leads out of " + folder);
        }
        return path;
    }

    private Path resolved(String name) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException notHere) {
            throw new ProblemException(
                    "the file " + listFile + " names a file that cannot be: " + notHere.getMessage() + "; delete it",
                    notHere);
        }
    }
}
