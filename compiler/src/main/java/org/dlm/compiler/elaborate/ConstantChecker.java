package org.dlm.compiler.elaborate;

import java.util.List;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.graph.GraphBuilder;

/** Evaluates the constants of files, so that a circle or an overflow among them is found where nothing uses them yet. */
public final class ConstantChecker {
    private final Elaboration elaboration;
    private final Evaluator evaluator;

    private ConstantChecker(Library library, DiagnosticSink sink) {
        this.elaboration = new Elaboration(new GraphBuilder(), library, sink, Mode.INFERENCE);
        this.evaluator = new Evaluator(elaboration);
    }

    public static void check(List<FileUnit> files, Library library, DiagnosticSink sink) {
        ConstantChecker checker = new ConstantChecker(library, sink);
        for (FileUnit file : files) {
            for (Declaration declaration : file.declarations()) {
                if (declaration instanceof Declaration.Const constant) {
                    checker.check(constant);
                }
            }
        }
    }

    private void check(Declaration.Const constant) {
        elaboration.at(constant.span(), constant.names().getFirst().text());
        try {
            evaluator.constant(constant, constant.span());
        } catch (ElaborationException failure) {
            elaboration.report(failure);
        }
    }
}
