package org.dlm.compiler.ast;

import java.util.List;
import org.dlm.compiler.source.Span;

/** Left side of a binding: a name, or an index definition {@code y[i, j < n]} where {@code binders} is not empty. */
public record Target(Span span, Name name, List<Binder> binders) implements Node {}
