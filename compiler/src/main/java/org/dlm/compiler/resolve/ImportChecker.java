package org.dlm.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.source.SourceFile;

/** Finds imports that name nothing, and files that import each other in a circle. */
final class ImportChecker {
    private final SourceIndex index;
    private final DiagnosticSink sink;

    ImportChecker(SourceIndex index, DiagnosticSink sink) {
        this.index = index;
        this.sink = sink;
    }

    void check(FileUnit file) {
        for (ImportDecl line : file.imports()) {
            if (imported(line).isEmpty()) {
                reportUnknown(line);
            }
            findCircle(file, line);
        }
    }

    /** The files in which the imported declarations stand. */
    private List<SourceFile> imported(ImportDecl line) {
        List<SourceFile> found = new ArrayList<>();
        index.filesOf(line).forEach(file -> found.add(file.span().file()));
        for (Declaration declaration : index.declarationsOf(line)) {
            found.add(declaration.span().file());
        }
        return found;
    }

    private void reportUnknown(ImportDecl line) {
        String name = line.name().text();
        String found = line.all() ? "no file is in '" + name + "'" : "there is no file or declaration '" + name + "'";
        Diagnostic diagnostic =
                Diagnostic.error(DiagnosticId.UNKNOWN_IMPORT, line.name().span(), found);
        sink.report(Suggestions.didYouMean(name, index.importableNames())
                .map(diagnostic::withSuggestion)
                .orElse(diagnostic));
    }

    /** Walks from file to file; a circle is reported at each import that lies on it. */
    private void findCircle(FileUnit file, ImportDecl line) {
        Deque<String> road = new ArrayDeque<>(List.of(SourceIndex.path(file)));
        if (leadsBack(file.span().file(), index.filesOf(line), road, new HashSet<>())) {
            sink.report(Diagnostic.error(
                            DiagnosticId.IMPORT_CYCLE,
                            line.name().span(),
                            "the imports go round in a circle: " + String.join(" imports ", road) + " imports "
                                    + SourceIndex.path(file))
                    .withSuggestion("move what both need into a third file"));
        }
    }

    /** {@code road} holds the names of the files from the start to here, {@code seen} those that lead nowhere new. */
    private boolean leadsBack(SourceFile start, List<FileUnit> next, Deque<String> road, Set<SourceFile> seen) {
        for (FileUnit file : next) {
            if (file.span().file().equals(start)) {
                return true;
            }
            if (seen.add(file.span().file())) {
                road.addLast(SourceIndex.path(file));
                for (ImportDecl line : file.imports()) {
                    if (leadsBack(start, index.filesOf(line), road, seen)) {
                        return true;
                    }
                }
                road.removeLast();
            }
        }
        return false;
    }
}
