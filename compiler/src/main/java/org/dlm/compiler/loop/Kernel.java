package org.dlm.compiler.loop;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;

/**
 * A fusion group as loops, in one of its two forms. The emitted method is
 *
 * <pre>{@code
 * private static void name(float[] x, int xAt, …, double lr, …, int batch, int from, int to)
 * }</pre>
 *
 * with an array and an offset for each operand, a {@code double} for each number, the batch size where {@code usesBatch}, and
 * {@code from, to} where there is a parallel axis. Kernels of equal {@code body}, operand types and numbers are emitted once.
 *
 * @param numbers ops of type NUMBER whose values are arguments
 * @param parallel the range that may be cut into parts
 * @param work rough number of elementary operations for one unit of the parallel axis (or of the whole kernel without one); where
 *     the extent of the parallel axis is fixed, batch-sized inner loops count for 64 examples
 */
public record Kernel(
        String name,
        List<Operand> operands,
        List<Op> numbers,
        boolean usesBatch,
        Optional<Parallel> parallel,
        double work,
        List<Statement> body) {
    public Kernel {
        operands = List.copyOf(operands);
        numbers = List.copyOf(numbers);
        body = List.copyOf(body);
    }

    /** The same with other statements. */
    public Kernel with(List<Statement> newBody) {
        return new Kernel(name, operands, numbers, usesBatch, parallel, work, newBody);
    }

    /** What two kernels must share for one emitted method to serve both; names do not matter. */
    public record Structure(
            List<OperandStructure> operands,
            int numbers,
            boolean usesBatch,
            Optional<Parallel> parallel,
            List<Statement> body) {}

    /** What matters of an operand: sizes are in the addresses. */
    public record OperandStructure(ElementType type, Operand.Access access) {}

    public Structure structure() {
        List<OperandStructure> types = operands.stream()
                .map(operand -> new OperandStructure(operand.op().type().element(), operand.access()))
                .toList();
        return new Structure(types, numbers.size(), usesBatch, parallel, body);
    }

    /** The loop over {@code from .. to}: its whole extent, and of what a part must be a multiple (but for the last part). */
    public record Parallel(Extent extent, int grain) {}
}
