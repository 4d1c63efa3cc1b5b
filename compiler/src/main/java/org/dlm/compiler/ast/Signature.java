package org.dlm.compiler.ast;

import java.util.List;
import org.dlm.compiler.source.Span;

/** Parameters of a declaration: data, which may differ by example, and configuration, known when the model is compiled. */
public record Signature(Span span, List<Parameter> data, List<Parameter> configuration) implements Node {}
