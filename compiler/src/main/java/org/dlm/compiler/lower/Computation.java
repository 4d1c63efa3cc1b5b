package org.dlm.compiler.lower;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;

/**
 * One op of a group with its body made of addresses: {@code value = reduction(reduced : body)} for each element of {@code free}.
 *
 * @param place where an element is stored: the free axes in row-major order
 * @param value the local that holds an element
 * @param stored the operand that takes the value, where something outside needs it
 */
public record Computation(
        Op op,
        List<LoopAxis> free,
        Reduction reduction,
        List<LoopAxis> reduced,
        Expression body,
        Place place,
        Variable value,
        OptionalInt stored) {
    public Computation {
        free = List.copyOf(free);
        reduced = List.copyOf(reduced);
    }

    public List<LoopAxis> axes() {
        return Stream.concat(free.stream(), reduced.stream()).toList();
    }

    /** The value of an element as an expression. */
    public Expression local() {
        return new Expression.Local(op.type().element(), value);
    }
}
