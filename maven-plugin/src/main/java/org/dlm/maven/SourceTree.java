package org.dlm.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code .dlm} files of one source root.
 *
 * @param files paths below the root with forward slashes, sorted, so that every machine sends the same request
 */
record SourceTree(Path root, List<String> files) {
    static SourceTree read(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return new SourceTree(root, List.of());
        }
        try (Stream<Path> paths = Files.walk(root)) {
            return new SourceTree(
                    root,
                    paths.filter(Files::isRegularFile)
                            .map(path -> root.relativize(path).toString().replace('\\', '/'))
                            .filter(path -> path.endsWith(".dlm"))
                            .sorted()
                            .toList());
        }
    }

    Path resolve(String file) {
        return root.resolve(file);
    }
}
