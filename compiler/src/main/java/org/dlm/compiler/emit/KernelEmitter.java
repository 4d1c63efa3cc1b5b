package org.dlm.compiler.emit;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import java.util.List;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;

/** Prints kernels as {@code static} methods. */
public final class KernelEmitter {
    private KernelEmitter() {}

    /**
     * The method {@code static void name(float[] x, int xAt, …, double rate, …, int batch, int from, int to)}: an array and an
     * offset for each operand, a number for each number, the batch only if used, a range only with a parallel axis.
     */
    public static MethodSpec method(Kernel kernel, Target target) {
        throw new UnsupportedOperationException(kernel.name() + target);
    }

    /** The constants that the class of the vector forms needs. */
    public static List<FieldSpec> constants(Target target) {
        throw new UnsupportedOperationException(target.toString());
    }
}
