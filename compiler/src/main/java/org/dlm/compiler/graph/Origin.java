package org.dlm.compiler.graph;

import java.util.List;
import org.dlm.compiler.source.Span;

/**
 * Where an op comes from: the text, the chain of instances through which it was reached (outermost first, {@code block.0},
 * {@code conv.1}), the name that the text gave the value, or an empty one, and the call on whose behalf it was made.
 */
public record Origin(Span span, List<String> instances, String name, Call call) {
    /**
     * What the text of the innermost instance has called to come here.
     *
     * @param function its name, as {@code maxPool} or {@code adam}; empty for the instance's own text
     * @param site the innermost place on the way that is not in the library
     */
    public record Call(String function, Span site) {}

    public Origin {
        instances = List.copyOf(instances);
    }

    /** Of what no function was called for. */
    public Origin(Span span, List<String> instances, String name) {
        this(span, instances, name, new Call("", span));
    }

    /** {@code block.0/conv.1}. */
    public String path() {
        return String.join("/", instances);
    }

    public Origin named(String newName) {
        return new Origin(span, instances, newName, call);
    }
}
