package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.resolve.ResolvedProgram;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.StandardLibrary;

/** Elaborates a text with one model, as tests need it. */
final class Sources {
    private Sources() {}

    /** The model; an assertion with all messages where there are errors. */
    static ElaboratedModel model(String text) {
        DiagnosticCollector problems = new DiagnosticCollector();
        return elaborate(text, problems).orElseThrow(() -> new AssertionError(messages(problems.diagnostics())));
    }

    /** The model whose body is given, after the line {@code model Case()}. */
    static ElaboratedModel body(String statements) {
        return model("model Case() {\n" + statements + "\n}");
    }

    /** The errors of a text, each as {@code line: id: message}. */
    static List<String> errors(String text) {
        DiagnosticCollector problems = new DiagnosticCollector();
        elaborate(text, problems);
        return problems.diagnostics().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .map(d -> d.span().line() + ": " + d.id().slug() + ": " + d.message())
                .toList();
    }

    static java.util.Optional<ElaboratedModel> elaborate(String text, DiagnosticCollector problems) {
        FileUnit unit = Parser.parse(new SourceFile("case.dlm", text), problems);
        List<FileUnit> library = StandardLibrary.files().stream()
                .map(file -> Parser.parse(file, problems))
                .toList();
        ResolvedProgram program = Resolver.resolve(List.of(unit), library, problems);
        Declaration.Callable model = unit.declarations().stream()
                .filter(d -> d instanceof Declaration.Callable c && c.kind() == Declaration.Kind.MODEL)
                .map(d -> (Declaration.Callable) d)
                .findFirst()
                .orElseThrow(() -> new AssertionError(messages(problems.diagnostics())));
        return new ModelElaborator(new ResolvedLibrary(program), problems).elaborate(model);
    }

    private static String messages(List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .map(d -> d.span() + ": " + d.id().slug() + ": " + d.message())
                .collect(Collectors.joining("\n"));
    }
}
