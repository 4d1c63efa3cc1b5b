package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/** Where a setting may lie: {@code in 8 .. 256}, {@code in log(1e-5 .. 1)}, {@code in [16, 32]}. */
public sealed interface ValueSpace extends Node {
    /** A range, with the name of its scale where one is written. */
    record Range(Span span, Optional<Name> scale, Expr low, Expr high) implements ValueSpace {}

    /** A list of choices. */
    record Choices(Span span, List<ListItem> items) implements ValueSpace {}
}
