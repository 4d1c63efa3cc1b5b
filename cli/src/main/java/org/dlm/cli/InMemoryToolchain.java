package org.dlm.cli;

import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.DlmCompiler;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.runtime.program.ModelFactory;

/** The compiler, the JDK's javac, and a class loader: nothing touches the disk. */
final class InMemoryToolchain implements Toolchain {
    @Override
    public CompileResult compile(CompileRequest request, StageListener listener) {
        return DlmCompiler.compile(request, listener);
    }

    @Override
    public ModelFactory load(CompileResult result, ModelSummary model) {
        throw new UnsupportedOperationException("loading " + model.className() + " is not built yet");
    }
}
