package org.dlm.compiler.graph;

import java.util.List;
import org.dlm.compiler.source.Span;

/**
 * Where an op comes from: the text, the chain of instances through which it was reached (outermost first, {@code block.0},
 * {@code conv.1}), and the name that the text gave the value, or an empty one.
 */
public record Origin(Span span, List<String> instances, String name) {
    public Origin {
        instances = List.copyOf(instances);
    }

    /** {@code block.0/conv.1}. */
    public String path() {
        return String.join("/", instances);
    }

    public Origin named(String newName) {
        return new Origin(span, instances, newName);
    }
}
