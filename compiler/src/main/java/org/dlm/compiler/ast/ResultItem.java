package org.dlm.compiler.ast;

import java.util.Optional;
import org.dlm.compiler.source.Span;

/** One declared result, with a name where several are given. */
public record ResultItem(Span span, Optional<Name> name, TypeRef type) implements Node {}
