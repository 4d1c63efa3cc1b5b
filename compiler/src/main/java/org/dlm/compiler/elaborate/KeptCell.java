package org.dlm.compiler.elaborate;

import java.util.List;
import org.dlm.compiler.graph.Op;

/**
 * A kept name (buffer, state, or the weight of an optimizer): where it is stored and its newest value in this elaboration, which later
 * lines read.
 */
final class KeptCell {
    private final Op source;
    private final List<Integer> context;
    private Value.TensorValue current;

    /** @param context the indices over which the body is lifted: leading dimensions of the source that the body does not see */
    KeptCell(Op source, List<Integer> context, Value.TensorValue current) {
        this.source = source;
        this.context = List.copyOf(context);
        this.current = current;
    }

    Op source() {
        return source;
    }

    List<Integer> context() {
        return context;
    }

    Value.TensorValue current() {
        return current;
    }

    void next(Value.TensorValue value) {
        current = value;
    }
}
