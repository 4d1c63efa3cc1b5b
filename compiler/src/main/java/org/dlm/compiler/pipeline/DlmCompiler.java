package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;

/** The whole road from text to Java on one screen. */
public final class DlmCompiler {
    private DlmCompiler() {}

    public static CompileResult compile(CompileRequest request) {
        return compile(request, StageListener.NONE);
    }

    /** Shows each stage to a listener on the way. */
    public static CompileResult compile(CompileRequest request, StageListener listener) {
        List<Diagnostic> diagnostics =
                request.sources().stream().map(DlmCompiler::notBuiltYet).toList();
        return new CompileResult(List.of(), diagnostics);
    }

    private static Diagnostic notBuiltYet(SourceFile source) {
        return Diagnostic.error(
                DiagnosticId.NOT_BUILT_YET, new Span(source, 0, 0), "The road from text to Java is not built yet.");
    }
}
