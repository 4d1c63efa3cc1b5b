package org.dlm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.SourceFile;

/**
 * The folder below which a single file's imports are looked for. In a Maven project that is {@code src/main/dlm};
 * elsewhere it is the nearest folder, from the file's own upwards, that has an imported file, and else the one that the
 * file's package leaves: {@code x/com/acme/net.dlm} with {@code package com.acme} has the root {@code x}.
 *
 * @param folder the root
 * @param neighbours files that are also reached by their packages, where anything is imported: all in a Maven project, else those
 *     directly in the folder of the named file, for nobody knows how much else a folder holds
 */
record SourceRoot(Path folder, List<Neighbour> neighbours) {
    static final String EXTENSION = ".dlm";

    private static final Path MAVEN = Path.of("src", "main", "dlm");

    /** A file and the package that it names. */
    record Neighbour(Path path, String packageName) {}

    SourceRoot {
        neighbours = List.copyOf(neighbours);
    }

    static SourceRoot of(Path file, FileUnit unit) throws IOException {
        Path folder = file.getParent();
        Optional<Path> maven =
                upwards(folder).filter(each -> each.endsWith(MAVEN)).findFirst();
        if (maven.isPresent()) {
            return new SourceRoot(maven.get(), neighbours(unit, maven.get(), Integer.MAX_VALUE));
        }
        Path root = rootOfImports(folder, unit.imports())
                .or(() -> rootOfPackage(folder, unit))
                .orElse(folder);
        return new SourceRoot(root, neighbours(unit, folder, 1));
    }

    /** All .dlm files of a folder, down to a depth. */
    static List<Path> files(Path folder, int depth) throws IOException {
        try (Stream<Path> paths = Files.walk(folder, depth)) {
            return paths.filter(path -> path.toString().endsWith(EXTENSION) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        }
    }

    /** The files that an import may mean; the library's are not among them. */
    Set<Path> imported(ImportDecl declaration) throws IOException {
        String name = declaration.name().text();
        Set<Path> found = new TreeSet<>(byPath(folder, declaration));
        int dot = name.lastIndexOf('.');
        String packageOfOne = dot < 0 || declaration.all() ? name : name.substring(0, dot);
        neighbours.stream()
                .filter(each ->
                        each.packageName().equals(name) || each.packageName().equals(packageOfOne))
                .forEach(each -> found.add(each.path()));
        return found;
    }

    /** {@code a.b} is {@code a/b.dlm}, or one declaration of {@code a.dlm}; with a star also all of {@code a/b/}. */
    private static List<Path> byPath(Path root, ImportDecl declaration) throws IOException {
        Path path = root.resolve(declaration.name().text().replace('.', '/'));
        List<Path> found = new ArrayList<>();
        addIfFile(path, found);
        if (declaration.all() && Files.isDirectory(path)) {
            found.addAll(files(path, 1));
        } else if (!path.getParent().equals(root)) {
            addIfFile(path.getParent(), found);
        }
        return found;
    }

    private static void addIfFile(Path stem, List<Path> found) {
        Path file = stem.resolveSibling(stem.getFileName() + EXTENSION);
        if (Files.isRegularFile(file)) {
            found.add(file);
        }
    }

    private static Optional<Path> rootOfImports(Path folder, List<ImportDecl> imports) {
        return upwards(folder)
                .filter(each -> imports.stream().anyMatch(declaration -> exists(each, declaration)))
                .findFirst();
    }

    private static boolean exists(Path root, ImportDecl declaration) {
        try {
            return !byPath(root, declaration).isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static Optional<Path> rootOfPackage(Path folder, FileUnit unit) {
        return unit.packageName()
                .map(name -> Path.of(name.text().replace('.', '/')))
                .filter(folder::endsWith)
                .filter(path -> path.getNameCount() < folder.getNameCount())
                .map(path -> folder.getRoot().resolve(folder.subpath(0, folder.getNameCount() - path.getNameCount())));
    }

    /** Without imports there is no need to read them. */
    private static List<Neighbour> neighbours(FileUnit named, Path folder, int depth) throws IOException {
        List<Neighbour> neighbours = new ArrayList<>();
        for (Path path : named.imports().isEmpty() ? List.<Path>of() : files(folder, depth)) {
            FileUnit unit = Parser.parse(new SourceFile(path.toString(), Files.readString(path)), ignored -> {});
            unit.packageName().ifPresent(name -> neighbours.add(new Neighbour(path, name.text())));
        }
        return neighbours;
    }

    private static Stream<Path> upwards(Path folder) {
        return Stream.iterate(folder, each -> each != null, Path::getParent);
    }
}
