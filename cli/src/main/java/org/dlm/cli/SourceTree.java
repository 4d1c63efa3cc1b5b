package org.dlm.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.problem.ProblemException;

/**
 * The files that a command works on: the named one and those of the same source root that it imports, directly or not; of
 * a folder, all in it.
 *
 * @param root the folder below which imports are looked for
 * @param main the file that was named, as it is called below the root; none if a folder was named
 * @param files the texts, the named one first
 */
record SourceTree(Path root, Optional<String> main, List<SourceFile> files) {
    SourceTree {
        files = List.copyOf(files);
    }

    static SourceTree of(Path argument) {
        Path path = argument.toAbsolutePath().normalize();
        try {
            return Files.isDirectory(path) ? ofFolder(path) : ofFile(path, argument);
        } catch (CharacterCodingException notText) {
            throw new ProblemException(argument + " or a file that it imports is not a text in UTF-8", notText);
        } catch (IOException unreadable) {
            throw new ProblemException("cannot read " + unreadable.getMessage(), unreadable);
        }
    }

    private static SourceTree ofFolder(Path folder) throws IOException {
        Map<Path, SourceFile> files = new LinkedHashMap<>();
        for (Path path : SourceRoot.files(folder, Integer.MAX_VALUE)) {
            read(folder, path, files);
        }
        if (files.isEmpty()) {
            throw new ProblemException("there is no .dlm file in the folder " + folder);
        }
        return new SourceTree(folder, Optional.empty(), List.copyOf(files.values()));
    }

    private static SourceTree ofFile(Path file, Path argument) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ProblemException("there is no file " + argument + nearBy(file));
        }
        FileUnit named = parse(new SourceFile(file.toString(), Files.readString(file)));
        SourceRoot root = SourceRoot.of(file, named);
        Map<Path, SourceFile> files = new LinkedHashMap<>();
        read(root.folder(), file, files);
        Deque<FileUnit> open = new ArrayDeque<>(List.of(named));
        while (!open.isEmpty()) {
            for (ImportDecl declaration : open.remove().imports()) {
                for (Path imported : root.imported(declaration)) {
                    if (!files.containsKey(imported)) {
                        open.add(parse(read(root.folder(), imported, files)));
                    }
                }
            }
        }
        String main = files.get(file).path();
        return new SourceTree(root.folder(), Optional.of(main), List.copyOf(files.values()));
    }

    private static SourceFile read(Path root, Path path, Map<Path, SourceFile> files) throws IOException {
        String name = root.relativize(path).toString().replace('\\', '/');
        SourceFile file = new SourceFile(name, Files.readString(path));
        files.put(path, file);
        return file;
    }

    /** Only the head of the file matters here; the compiler reports what is wrong with the rest. */
    private static FileUnit parse(SourceFile file) {
        return Parser.parse(file, ignored -> {});
    }

    private static String nearBy(Path file) throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            return ": the folder " + folder + " does not exist";
        }
        List<String> names = SourceRoot.files(folder, 1).stream()
                .map(path -> path.getFileName().toString())
                .toList();
        return Suggestions.didYouMean(file.getFileName().toString(), names)
                .map(question -> "; " + question)
                .orElse("");
    }
}
