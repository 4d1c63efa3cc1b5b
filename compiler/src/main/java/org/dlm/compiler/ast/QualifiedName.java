package org.dlm.compiler.ast;

import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.source.Span;

/** Names joined by dots. */
public record QualifiedName(Span span, List<Name> parts) implements Node {
    /** {@code a.b.c}. */
    public String text() {
        return parts.stream().map(Name::text).collect(Collectors.joining("."));
    }
}
