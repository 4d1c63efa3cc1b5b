package org.dlm.compiler.ast;

import java.util.List;
import org.dlm.compiler.source.Span;

/** A line of a data block of a recipe. */
public sealed interface DataItem extends Node {
    /** {@code image, label = images("dir")}. */
    record Source(Span span, List<Name> names, Expr value) implements DataItem {}

    /** One {@code name = value} pair of {@code split} and {@code with}. */
    record Setting(Name name, Expr value) {}

    /** {@code split train = 55000, val = 5000}. */
    record Split(Span span, List<Setting> parts) implements DataItem {}

    /** {@code with shuffle = false}. */
    record With(Span span, List<Setting> settings) implements DataItem {}

    record Augment(Span span, List<Statement> body) implements DataItem {}
}
