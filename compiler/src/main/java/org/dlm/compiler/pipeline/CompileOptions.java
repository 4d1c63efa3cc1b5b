package org.dlm.compiler.pipeline;

import org.dlm.compiler.graph.Precision;

/**
 * What the same text may be compiled for.
 *
 * @param maxBatch the largest number of examples that a generated class takes at once; memory is planned for it
 */
public record CompileOptions(Precision precision, int maxBatch) {
    public static final CompileOptions DEFAULT = new CompileOptions(Precision.F32, 1024);

    public CompileOptions {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch is " + maxBatch + "; at least one example must fit");
        }
    }
}
