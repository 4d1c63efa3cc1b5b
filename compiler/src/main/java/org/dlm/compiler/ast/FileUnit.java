package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/** One parsed file. */
public record FileUnit(
        Span span, Optional<QualifiedName> packageName, List<ImportDecl> imports, List<Declaration> declarations)
        implements Node {}
