package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.loop.Kernel;

/** Prints how many elementary operations a call of a kernel does, roughly. */
final class Work {
    /** For so many examples inner loops over a batch are counted. */
    private static final double EXAMPLES = 64;

    private Work() {}

    /** For the largest batch of a program: {@code 235200.0 * maxBatch}. */
    static CodeBlock inProgram(Kernel kernel) {
        if (isOverBatch(kernel)) {
            return CodeBlock.of("$L * maxBatch", Literals.ofDouble(kernel.work()));
        }
        int units = kernel.parallel().map(axis -> axis.extent().fixedSize()).orElse(1);
        return Literals.ofDouble(kernel.work() * units);
    }

    /** For so many units of the parallel axis, and {@code examples} examples. */
    static CodeBlock inRehearsal(Kernel kernel, int units) {
        if (isOverBatch(kernel)) {
            return CodeBlock.of("$L * examples", Literals.ofDouble(kernel.work()));
        }
        return kernel.usesBatch()
                ? CodeBlock.of("$L * examples", Literals.ofDouble(kernel.work() * units / EXAMPLES))
                : Literals.ofDouble(kernel.work() * units);
    }

    static boolean isOverBatch(Kernel kernel) {
        return kernel.parallel()
                .map(Kernel.Parallel::extent)
                .filter(Extent::isBatch)
                .isPresent();
    }
}
