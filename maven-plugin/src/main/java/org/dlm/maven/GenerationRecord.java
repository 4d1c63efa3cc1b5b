package org.dlm.maven;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What made the output folder: the fingerprint of the request, then the fingerprint and path of each file.
 *
 * @param fingerprint of the request; {@link #UNFINISHED} while the folder is written
 * @param entries the files
 */
record GenerationRecord(String fingerprint, List<Entry> entries) {
    /** The fingerprint of no request. */
    static final String UNFINISHED = "unfinished";

    /** One file; the path is below the output folder. */
    record Entry(String fingerprint, String path) {}

    GenerationRecord {
        entries = List.copyOf(entries);
    }

    static GenerationRecord of(String fingerprint, List<CompilerAnswer.JavaFile> files) {
        return new GenerationRecord(
                fingerprint,
                files.stream()
                        .map(file -> new Entry(Fingerprint.of(file.text()), file.path()))
                        .toList());
    }

    /** The record in a file; one of nothing where there is no file. */
    static GenerationRecord read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new GenerationRecord(UNFINISHED, List.of());
        }
        List<String> lines = lines(file);
        List<Entry> entries = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] parts = line.split(" ", 2);
            if (parts.length != 2) {
                throw damaged(file);
            }
            entries.add(new Entry(parts[0], parts[1]));
        }
        return new GenerationRecord(lines.isEmpty() ? UNFINISHED : lines.get(0), entries);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException noText) {
            throw damaged(file);
        }
    }

    private static IOException damaged(Path file) {
        return new IOException("the record of generated files " + file + " is damaged; delete it");
    }

    /** A record is a file that anybody may have written: it must not lead out of the output folder. */
    static Path inside(Path folder, String path) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        Path file = resolved(root, path);
        if (!file.startsWith(root) || file.equals(root)) {
            throw new IOException("the generated file " + path + " would be outside of " + root
                    + "; if the record of generated files is damaged, delete it");
        }
        return file;
    }

    private static Path resolved(Path root, String path) throws IOException {
        try {
            return root.resolve(path).normalize();
        } catch (InvalidPathException notHere) {
            throw new IOException("there can be no generated file of the name " + path, notHere);
        }
    }

    /** The files of both, of no request. */
    GenerationRecord and(GenerationRecord other) {
        List<Entry> both = new ArrayList<>(entries);
        both.addAll(other.entries);
        return new GenerationRecord(UNFINISHED, both.stream().distinct().toList());
    }

    String text() {
        StringBuilder text = new StringBuilder(fingerprint).append('\n');
        for (Entry entry : entries) {
            text.append(entry.fingerprint()).append(' ').append(entry.path()).append('\n');
        }
        return text.toString();
    }
}
