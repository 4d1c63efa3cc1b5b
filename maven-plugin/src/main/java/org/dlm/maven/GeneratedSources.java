package org.dlm.maven;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The output folder, with a record of what made it: the fingerprint of the request, then the fingerprint and path of each
 * file. The record is removed before the first change and written after the last one, so that an interrupted build is not
 * taken for a complete one.
 */
final class GeneratedSources {
    private record Entry(String fingerprint, String path) {}

    private record Contents(String fingerprint, List<Entry> entries) {}

    private final Path folder;
    private final Path recordFile;

    GeneratedSources(Path folder, Path recordFile) {
        this.folder = folder;
        this.recordFile = recordFile;
    }

    /** Whether the folder holds, unchanged, what a request with this fingerprint generated. */
    boolean isCurrent(String fingerprint) throws IOException {
        Optional<Contents> contents = readRecord();
        if (contents.isEmpty() || !contents.get().fingerprint().equals(fingerprint)) {
            return false;
        }
        for (Entry entry : contents.get().entries()) {
            Path file = folder.resolve(entry.path());
            if (!Files.exists(file) || !Fingerprint.of(Files.readString(file)).equals(entry.fingerprint())) {
                return false;
            }
        }
        return true;
    }

    /** Makes the folder hold these files and none of an earlier request; returns how many were written. */
    int replace(List<CompilerAnswer.JavaFile> files, String fingerprint) throws IOException {
        checkDistinct(files);
        removeStale(files);
        int changed = 0;
        List<Entry> entries = new ArrayList<>();
        for (CompilerAnswer.JavaFile file : files) {
            changed += write(folder.resolve(file.path()), file.text()) ? 1 : 0;
            entries.add(new Entry(Fingerprint.of(file.text()), file.path()));
        }
        writeRecord(new Contents(fingerprint, entries));
        return changed;
    }

    /** The compiler sees to it; what a slip of it would overwrite is worth looking twice. */
    private static void checkDistinct(List<CompilerAnswer.JavaFile> files) {
        Map<String, String> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (CompilerAnswer.JavaFile file : files) {
            String other = seen.putIfAbsent(file.path(), file.path());
            if (other != null) {
                throw new IllegalStateException("this is a bug in dlmc: the generated files " + other + " and "
                        + file.path() + " would overwrite each other");
            }
        }
    }

    private void removeStale(List<CompilerAnswer.JavaFile> files) throws IOException {
        Optional<Contents> old = readRecord();
        Files.deleteIfExists(recordFile);
        if (old.isEmpty()) {
            return;
        }
        List<String> kept = files.stream().map(CompilerAnswer.JavaFile::path).toList();
        for (Entry entry : old.get().entries()) {
            if (!kept.contains(entry.path())) {
                Files.deleteIfExists(folder.resolve(entry.path()));
            }
        }
    }

    /** Leaves a file alone whose text is the same, so that javac sees no change; else replaces it as a whole. */
    private static boolean write(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return false;
        }
        Files.createDirectories(file.getParent());
        Path whole = Files.createTempFile(file.getParent(), ".dlm", ".tmp");
        Files.writeString(whole, text);
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plainFileSystem) {
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return true;
    }

    private Optional<Contents> readRecord() throws IOException {
        if (!Files.exists(recordFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(recordFile);
        List<Entry> entries = lines.stream()
                .skip(1)
                .map(line -> line.split(" ", 2))
                .map(parts -> new Entry(parts[0], parts[1]))
                .toList();
        return Optional.of(new Contents(lines.get(0), entries));
    }

    private void writeRecord(Contents contents) throws IOException {
        StringBuilder text = new StringBuilder(contents.fingerprint()).append('\n');
        for (Entry entry : contents.entries()) {
            text.append(entry.fingerprint()).append(' ').append(entry.path()).append('\n');
        }
        write(recordFile, text.toString());
    }
}
