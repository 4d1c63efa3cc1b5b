package org.dlm.compiler.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The texts under {@code src/test/resources/language}: a library, models, and every soft word used as a name. */
public final class Fixtures {
    private Fixtures() {}

    public static List<SourceFile> library() {
        return in("std");
    }

    public static List<SourceFile> models() {
        return in("models");
    }

    public static List<SourceFile> all() {
        return Stream.of(in("std"), in("models"), in("traps"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<SourceFile> in(String folder) {
        Path root = root();
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.sorted().map(file -> read(root, file)).toList();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static SourceFile read(Path root, Path file) {
        try {
            return new SourceFile(root.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static Path root() {
        try {
            return Path.of(Fixtures.class.getResource("/language").toURI());
        } catch (URISyntaxException fault) {
            throw new IllegalStateException(fault);
        }
    }
}
