package org.dlm.cli;

import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.runtime.program.ModelFactory;

/** The way from text to a model that runs, so that commands can be tried with models written by hand. */
interface Toolchain {
    CompileResult compile(CompileRequest request, StageListener listener);

    /** Compiles the generated Java in memory and gives a model's factory. */
    ModelFactory load(CompileResult result, ModelSummary model);
}
