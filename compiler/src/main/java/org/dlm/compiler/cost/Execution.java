package org.dlm.compiler.cost;

import java.util.List;
import java.util.stream.IntStream;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;

/**
 * How a kernel is run.
 *
 * @param target what the form is made for
 * @param arrays a number for each operand: the same for those that share their memory
 */
public record Execution(Machine machine, Target target, int batch, List<Integer> arrays) {
    public Execution {
        arrays = List.copyOf(arrays);
    }

    /** With memory of its own for each operand. */
    public static Execution apart(Kernel kernel, Machine machine, Target target, int batch) {
        return new Execution(
                machine,
                target,
                batch,
                IntStream.range(0, kernel.operands().size()).boxed().toList());
    }
}
