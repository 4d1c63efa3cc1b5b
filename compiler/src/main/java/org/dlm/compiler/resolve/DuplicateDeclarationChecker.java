package org.dlm.compiler.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.QualifiedName;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.source.Span;

/** Finds names that mean two things at once: in a file, among its imports, in the library's core, in a Java package. */
final class DuplicateDeclarationChecker {
    private final SourceIndex index;
    private final DiagnosticSink sink;

    DuplicateDeclarationChecker(SourceIndex index, DiagnosticSink sink) {
        this.index = index;
        this.sink = sink;
    }

    /** What may not be declared twice: {@code callable conv}, {@code constant K}. */
    private record Key(String kind, String name) {}

    private record Entry(Key key, Span place) {}

    void checkFile(FileUnit file) {
        report(file.declarations().stream().flatMap(DuplicateDeclarationChecker::entries));
        checkImports(file.imports());
    }

    void checkCore() {
        report(index.core().stream()
                .flatMap(file -> file.declarations().stream())
                .flatMap(DuplicateDeclarationChecker::entries));
    }

    /** A class is generated for each model, so models of one Java package need different names. */
    void checkModels(List<FileUnit> files) {
        report(files.stream().flatMap(file -> {
            String packageName = file.packageName().map(QualifiedName::text).orElse("");
            return file.declarations().stream()
                    .flatMap(DuplicateDeclarationChecker::entries)
                    .filter(entry -> entry.key().kind().equals("model"))
                    .map(entry -> new Entry(
                            new Key("model", packageName + "." + entry.key().name()), entry.place()));
        }));
    }

    private void report(Stream<Entry> entries) {
        Map<Key, Span> first = new HashMap<>();
        entries.forEach(entry -> {
            Span earlier = first.putIfAbsent(entry.key(), entry.place());
            if (earlier != null) {
                sink.report(Diagnostic.error(
                                DiagnosticId.DUPLICATE_NAME,
                                entry.place(),
                                "'" + entry.place().text() + "' is declared twice")
                        .with(Note.at(earlier, "it is first declared here")));
            }
        });
    }

    private void checkImports(List<ImportDecl> imports) {
        Map<Key, Span> first = new HashMap<>();
        for (ImportDecl line : imports) {
            Stream<Declaration> brought = Stream.concat(
                    index.filesOf(line).stream().flatMap(file -> file.declarations().stream()),
                    index.declarationsOf(line).stream());
            brought.flatMap(DuplicateDeclarationChecker::entries)
                    .filter(entry -> !entry.key().kind().equals("recipe"))
                    .forEach(entry -> {
                        Span earlier = first.putIfAbsent(entry.key(), entry.place());
                        if (earlier != null && !earlier.equals(entry.place())) {
                            String message = "this import brings a second '"
                                    + entry.key().name() + "'";
                            sink.report(Diagnostic.error(
                                            DiagnosticId.DUPLICATE_NAME,
                                            line.name().span(),
                                            message)
                                    .with(Note.at(earlier, "one is declared here"))
                                    .with(Note.at(entry.place(), "the other one here")));
                        }
                    });
        }
    }

    private static Stream<Entry> entries(Declaration declaration) {
        return switch (declaration) {
            case Declaration.Const constant ->
                constant.names().stream().map(name -> new Entry(new Key("constant", name.text()), name.span()));
            case Declaration.Callable callable -> {
                String kind = callable.kind() == Declaration.Kind.MODEL ? "model" : "callable";
                yield Stream.of(entry(kind, callable.name()));
            }
            case Declaration.Train train -> Stream.of(entry("recipe", train.name()));
        };
    }

    private static Entry entry(String kind, Name name) {
        return new Entry(new Key(kind, name.text()), name.span());
    }
}
