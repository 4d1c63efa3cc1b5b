package org.dlm.compiler.resolve;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.ast.QualifiedName;
import org.dlm.compiler.source.SourceFile;

/**
 * Finds files by the names under which they are imported. The file {@code blocks/residual.dlm} with the line
 * {@code package acme.nets} and a layer {@code bottleneck} is reached by {@code blocks.residual} (its path),
 * {@code blocks.*} (its folder), {@code acme.nets.*} (its package) and {@code acme.nets.bottleneck} (one declaration).
 */
final class SourceIndex {
    /** The folder whose files every file sees without an import. */
    private static final String CORE = "std";

    private final List<FileUnit> files;
    private final List<FileUnit> library;

    SourceIndex(List<FileUnit> files, List<FileUnit> library) {
        this.files = files;
        this.library = library;
    }

    List<FileUnit> core() {
        return library.stream().filter(file -> folder(file).equals(CORE)).toList();
    }

    /** The whole files that an import names; none if it names nothing or one declaration. */
    List<FileUnit> filesOf(ImportDecl line) {
        String name = line.name().text();
        return line.all()
                ? all().filter(file -> isIn(name, file)).toList()
                : all().filter(file -> path(file).equals(name)).toList();
    }

    /** The declarations that {@code import package.name} picks out of files. */
    List<Declaration> declarationsOf(ImportDecl line) {
        String name = line.name().text();
        int dot = name.lastIndexOf('.');
        if (line.all() || dot < 0) {
            return List.of();
        }
        return all().filter(file -> isIn(name.substring(0, dot), file))
                .flatMap(file -> file.declarations().stream())
                .filter(declaration -> !(declaration instanceof Declaration.Train))
                .filter(declaration -> declaration.name().text().equals(name.substring(dot + 1)))
                .toList();
    }

    /** All names that imports could use for files, to suggest one. */
    List<String> importableNames() {
        return all().flatMap(file -> Stream.of(path(file), folder(file), packageName(file)))
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /** The import that would bring a callable, model or constant of that name into a file. */
    Optional<String> importFor(String name, SourceFile asking) {
        return all().filter(file -> !file.span().file().equals(asking))
                .filter(file -> !folder(file).equals(CORE))
                .filter(file -> file.declarations().stream()
                        .filter(declaration -> !(declaration instanceof Declaration.Train))
                        .anyMatch(declaration -> declaration.name().text().equals(name)))
                .map(SourceIndex::path)
                .findFirst();
    }

    private Stream<FileUnit> all() {
        return Stream.concat(files.stream(), library.stream());
    }

    private static boolean isIn(String name, FileUnit file) {
        return folder(file).equals(name)
                || packageName(file).equals(name)
                || path(file).equals(name);
    }

    private static String packageName(FileUnit file) {
        return file.packageName().map(QualifiedName::text).orElse("");
    }

    /** {@code blocks/residual.dlm} is {@code blocks.residual}. */
    static String path(FileUnit file) {
        String path = file.span().file().path();
        String stem = path.endsWith(".dlm") ? path.substring(0, path.length() - ".dlm".length()) : path;
        return stem.replace('/', '.');
    }

    private static String folder(FileUnit file) {
        String path = path(file);
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
