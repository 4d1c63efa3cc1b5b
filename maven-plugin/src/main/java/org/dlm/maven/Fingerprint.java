package org.dlm.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest of texts and of the content of files, each set off from the next. */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    static String of(String text) {
        return new Fingerprint().add(text).hex();
    }

    Fingerprint add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file, or all files of a folder: in a reactor an artifact may still be a folder of classes. */
    Fingerprint add(Path fileOrFolder) throws IOException {
        for (Path file : filesOf(fileOrFolder)) {
            add(fileOrFolder.relativize(file).toString()).add(Files.readAllBytes(file));
        }
        return this;
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private Fingerprint add(byte[] bytes) {
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    private static List<Path> filesOf(Path fileOrFolder) throws IOException {
        try (Stream<Path> paths = Files.walk(fileOrFolder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
