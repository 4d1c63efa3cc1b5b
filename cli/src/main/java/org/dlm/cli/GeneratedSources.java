package org.dlm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.runtime.problem.ProblemException;

/**
 * A folder of generated sources. Each file appears complete or not at all (it is written under another name, then moved);
 * equal files are not touched; what an earlier run generated and this one does not is removed, unless someone changed it
 * since. To know that, the folder keeps a list of digests as {@code sha256sum} writes it, {@code .dlmc-files}.
 */
final class GeneratedSources {
    private static final String LIST = ".dlmc-files";

    private final Path folder;

    /** @param kept files that are no longer generated, but differ from what was */
    record Change(int written, int unchanged, int removed, List<Path> kept) {}

    GeneratedSources(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    Change write(List<GeneratedFile> files) {
        checkDistinct(files);
        try {
            Map<String, String> before = readList();
            Map<String, String> now = new TreeMap<>();
            int written = 0;
            for (GeneratedFile file : files) {
                byte[] bytes = file.text().getBytes(StandardCharsets.UTF_8);
                now.put(file.path(), digest(bytes));
                written += write(inside(file.path()), bytes) ? 1 : 0;
            }
            List<Path> kept = new ArrayList<>();
            int removed = removeStale(before, now, kept);
            write(folder.resolve(LIST), list(now));
            return new Change(written, files.size() - written, removed, kept);
        } catch (IOException problem) {
            throw new ProblemException("cannot write to " + folder + ": " + problem.getMessage(), problem);
        }
    }

    private int removeStale(Map<String, String> before, Map<String, String> now, List<Path> kept) throws IOException {
        int removed = 0;
        for (Map.Entry<String, String> entry : before.entrySet()) {
            Path path = inside(entry.getKey());
            if (now.containsKey(entry.getKey())
                    || !Files.isRegularFile(path)
                    || isOneOf(now.keySet(), entry.getKey())) {
                continue;
            }
            if (digest(Files.readAllBytes(path)).equals(entry.getValue())) {
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
        Files.createDirectories(path.getParent());
        Path temporary = path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return true;
    }

    private Map<String, String> readList() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        Path list = folder.resolve(LIST);
        if (Files.isRegularFile(list)) {
            for (String line : lines(list)) {
                String[] parts = line.split(" {2}", 2);
                if (parts.length == 2) {
                    digests.put(parts[1], parts[0]);
                }
            }
        }
        return digests;
    }

    private static List<String> lines(Path list) throws IOException {
        try {
            return Files.readAllLines(list);
        } catch (CharacterCodingException malformed) {
            throw new ProblemException("the file " + list + " is no text of dlmc; delete it", malformed);
        }
    }

    private static byte[] list(Map<String, String> digests) {
        StringBuilder text = new StringBuilder();
        digests.forEach(
                (path, digest) -> text.append(digest).append("  ").append(path).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
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
                    "the file " + folder.resolve(LIST) + " names a file that cannot be: " + notHere.getMessage()
                            + "; delete it",
                    notHere);
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new UncheckedIOException(new IOException("every JDK has SHA-256", impossible));
        }
    }
}
