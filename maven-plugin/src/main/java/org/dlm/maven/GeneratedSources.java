package org.dlm.maven;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The output folder, with a {@linkplain GenerationRecord record} of what made it. While the folder changes, the record names the
 * files of the earlier request and of this one and belongs to neither: an interrupted build is not taken for a complete one, and the
 * next one knows what it left.
 */
final class GeneratedSources {
    private final Path folder;
    private final Path recordFile;

    GeneratedSources(Path folder, Path recordFile) {
        this.folder = folder;
        this.recordFile = recordFile;
    }

    /** Whether the folder holds, unchanged, what a request with this fingerprint generated. */
    boolean isCurrent(String fingerprint) throws IOException {
        GenerationRecord made = GenerationRecord.read(recordFile);
        if (!made.fingerprint().equals(fingerprint)) {
            return false;
        }
        for (GenerationRecord.Entry entry : made.entries()) {
            if (!isUnchanged(entry)) {
                return false;
            }
        }
        return true;
    }

    private boolean isUnchanged(GenerationRecord.Entry entry) throws IOException {
        Path file = inside(entry.path());
        try {
            return Files.isRegularFile(file)
                    && Fingerprint.of(Files.readString(file)).equals(entry.fingerprint());
        } catch (CharacterCodingException notOurs) {
            return false;
        }
    }

    /** Makes the folder hold these files and none of an earlier request; returns how many were written. */
    int replace(List<CompilerAnswer.JavaFile> files, String fingerprint) throws IOException {
        checkDistinct(files);
        GenerationRecord before = GenerationRecord.read(recordFile);
        GenerationRecord now = GenerationRecord.of(fingerprint, files);
        GenerationRecord both = before.and(now);
        deleteLeftovers(both);
        WholeFile.write(recordFile, both.text());
        removeStale(before, files);
        int changed = 0;
        for (CompilerAnswer.JavaFile file : files) {
            changed += write(inside(file.path()), file.text()) ? 1 : 0;
        }
        WholeFile.write(recordFile, now.text());
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

    /** Unfinished files of killed builds: in the folders of all files that they may have been about. */
    private void deleteLeftovers(GenerationRecord record) throws IOException {
        Set<Path> folders = new TreeSet<>(Set.of(recordFile.toAbsolutePath().getParent()));
        for (GenerationRecord.Entry entry : record.entries()) {
            folders.add(inside(entry.path()).getParent());
        }
        for (Path each : folders) {
            WholeFile.deleteLeftovers(each);
        }
    }

    private void removeStale(GenerationRecord before, List<CompilerAnswer.JavaFile> files) throws IOException {
        List<String> kept = files.stream().map(CompilerAnswer.JavaFile::path).toList();
        for (GenerationRecord.Entry entry : before.entries()) {
            if (!kept.contains(entry.path())) {
                Files.deleteIfExists(inside(entry.path()));
            }
        }
    }

    private Path inside(String path) throws IOException {
        return GenerationRecord.inside(folder, path);
    }

    /** Leaves a file alone whose text is the same, so that javac sees no change; else replaces it as a whole. */
    private static boolean write(Path file, String text) throws IOException {
        if (hasText(file, text)) {
            return false;
        }
        WholeFile.write(file, text);
        return true;
    }

    private static boolean hasText(Path file, String text) throws IOException {
        try {
            return Files.isRegularFile(file) && Files.readString(file).equals(text);
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
