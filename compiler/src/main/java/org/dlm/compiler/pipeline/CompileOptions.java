package org.dlm.compiler.pipeline;

import java.util.List;
import java.util.Set;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Target;

/**
 * What the same text may be compiled for.
 *
 * @param maxBatch the largest number of examples that a generated class takes at once; memory is planned for it
 * @param vectors widths in bits for which kernels get a form beside plain loops; of {@link Target#WIDTHS}
 * @param programs what there are classes for
 */
public record CompileOptions(Precision precision, int maxBatch, List<Integer> vectors, Set<ProgramKind> programs) {
    /** What an application needs. */
    public static final CompileOptions DEFAULT =
            new CompileOptions(Precision.F32, 1024, Target.WIDTHS, ProgramKind.OF_APPLICATIONS);

    public CompileOptions {
        vectors = List.copyOf(vectors);
        programs = Set.copyOf(programs);
        if (!Target.WIDTHS.containsAll(vectors)) {
            throw new IllegalArgumentException("vectors are " + vectors + "; there are only " + Target.WIDTHS);
        }
        if (maxBatch < 1) {
            throw new IllegalArgumentException("maxBatch is " + maxBatch + "; at least one example must fit");
        }
    }

    /** For all programs. */
    public CompileOptions(Precision precision, int maxBatch, List<Integer> vectors) {
        this(precision, maxBatch, vectors, ProgramKind.ALL);
    }

    /** The same for other widths of vectors. */
    public CompileOptions with(List<Integer> otherVectors) {
        return new CompileOptions(precision, maxBatch, otherVectors, programs);
    }

    /** The same for other programs. */
    public CompileOptions with(Set<ProgramKind> otherPrograms) {
        return new CompileOptions(precision, maxBatch, vectors, otherPrograms);
    }
}
