package org.dlm.compiler.diagnostics;

/** Where a stage reports what it found; it goes on afterwards. */
@FunctionalInterface
public interface DiagnosticSink {
    void report(Diagnostic diagnostic);
}
