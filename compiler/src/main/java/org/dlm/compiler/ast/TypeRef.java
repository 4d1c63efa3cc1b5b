package org.dlm.compiler.ast;

import java.util.List;
import org.dlm.compiler.source.Span;

/** A written type: {@code float[C, S..]}, {@code class[K]?[64]}. */
public record TypeRef(Span span, Name base, List<Suffix> suffixes) implements Node {
    /** What may follow the base name. */
    public sealed interface Suffix {}

    /** {@code [C, H, W]}; for {@code class} and {@code token} the first one is the number of kinds. */
    public record Bracket(List<Dimension> dimensions) implements Suffix {}

    /** {@code ?}: may be missing. */
    public record Missing() implements Suffix {}
}
