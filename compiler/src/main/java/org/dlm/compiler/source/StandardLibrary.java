package org.dlm.compiler.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts of the library, which come with the compiler. */
public final class StandardLibrary {
    private static final List<String> FILES = List.of(
            "activation",
            "conv",
            "dense",
            "init",
            "loss",
            "metric",
            "noise",
            "norm",
            "optimizer",
            "pool",
            "random",
            "schedule",
            "tensor");

    private StandardLibrary() {}

    /** All files, named {@code std/conv.dlm} and so on. */
    public static List<SourceFile> files() {
        return FILES.stream().map(StandardLibrary::file).toList();
    }

    private static SourceFile file(String name) {
        String path = "std/" + name + ".dlm";
        try (InputStream stream = StandardLibrary.class.getResourceAsStream("/" + path)) {
            if (stream == null) {
                throw new IllegalStateException("the compiler's jar lacks " + path);
            }
            return new SourceFile(path, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException("the compiler's jar lacks " + path, broken);
        }
    }
}
