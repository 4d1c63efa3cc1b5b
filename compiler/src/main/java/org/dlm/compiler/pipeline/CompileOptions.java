package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Target;

/**
 * What the same text may be compiled for.
 *
 * @param maxBatch the largest number of examples that a generated class takes at once; memory is planned for it
 * @param vectors widths in bits for which kernels get a form beside plain loops; of {@link Target#WIDTHS}
 */
public record CompileOptions(Precision precision, int maxBatch, List<Integer> vectors) {
    public static final CompileOptions DEFAULT = new CompileOptions(Precision.F32, 1024, Target.WIDTHS);

    public CompileOptions {
        vectors = List.copyOf(vectors);
        if (!Target.WIDTHS.containsAll(vectors)) {
            throw new IllegalArgumentException("vectors are " + vectors + "; there are only " + Target.WIDTHS);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch is " + maxBatch + "; at least one example must fit");
        }
    }

    /** The same for other widths of vectors. */
    public CompileOptions with(List<Integer> otherVectors) {
        return new CompileOptions(precision, maxBatch, otherVectors);
    }
}
