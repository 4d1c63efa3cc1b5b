package org.dlm.compiler.elaborate;

import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.SourceFile;

/** The number of errors that the parser alone finds. */
final class Parsing {
    private Parsing() {}

    static int errors(String text) {
        DiagnosticCollector problems = new DiagnosticCollector();
        Parser.parse(new SourceFile("case.dlm", text), problems);
        return problems.diagnostics().size();
    }
}
