package org.dlm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.runtime.problem.ProblemException;

/**
 * The files that {@code dlmc compile} wrote to a folder, with the digests of their contents, as {@code sha256sum} writes them. While
 * a run writes, a file may have the old contents or the new ones, and then has two lines.
 */
final class GeneratedList {
    static final String FILE_NAME = ".dlmc-files";

    private final SortedMap<String, Set<String>> digests = new TreeMap<>();

    static GeneratedList of(List<GeneratedFile> files) {
        GeneratedList list = new GeneratedList();
        files.forEach(file -> list.add(file.path(), digest(bytes(file))));
        return list;
    }

    /** An empty one where there is no file. */
    static GeneratedList read(Path file) throws IOException {
        GeneratedList list = new GeneratedList();
        if (Files.isRegularFile(file)) {
            for (String line : lines(file)) {
                String[] parts = line.split(" {2}", 2);
                if (parts.length == 2) {
                    list.add(parts[1], parts[0]);
                }
            }
        }
        return list;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException malformed) {
            throw new ProblemException("the file " + file + " is no text of dlmc; delete it", malformed);
        }
    }

    /** The files of both lists, with the contents of either. */
    GeneratedList and(GeneratedList other) {
        GeneratedList both = new GeneratedList();
        for (GeneratedList list : List.of(this, other)) {
            list.digests.forEach((path, ofPath) -> ofPath.forEach(digest -> both.add(path, digest)));
        }
        return both;
    }

    private void add(String path, String digest) {
        digests.computeIfAbsent(path, first -> new TreeSet<>()).add(digest);
    }

    Set<String> paths() {
        return digests.keySet();
    }

    /** Whether these are contents that dlmc wrote. */
    boolean has(String path, byte[] contents) {
        return digests.get(path).contains(digest(contents));
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Set<String>> file : digests.entrySet()) {
            for (String digest : file.getValue()) {
                text.append(digest).append("  ").append(file.getKey()).append('\n');
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(GeneratedFile file) {
        return file.text().getBytes(StandardCharsets.UTF_8);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new UncheckedIOException(new IOException("every JDK has SHA-256", impossible));
        }
    }
}
