package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/** A line of a recipe. */
public sealed interface RecipeItem extends Node {
    record HyperItem(Span span, Statement.Hyper hyper) implements RecipeItem {}

    /** {@code data { … }}, {@code val { … }}, {@code test { … }}. */
    record DataBlock(Span span, Name name, List<DataItem> items) implements RecipeItem {}

    /** {@code epochs = 10}. */
    record Setting(Span span, Name name, Expr value) implements RecipeItem {}

    /** What one phase of a step does. */
    sealed interface Phase extends RecipeItem {}

    record Minimize(Span span, Expr loss, List<UpdateRule> rules) implements Phase {}

    record Repeat(Span span, Expr times, List<Phase> phases) implements Phase {}

    record EachStep(Span span, List<Phase> phases) implements RecipeItem {}

    record Load(
            Span span, Expr.StringLiteral file, Optional<Expr.StringLiteral> into, Optional<Expr.StringLiteral> from)
            implements RecipeItem {}

    record Freeze(Span span, List<Expr.StringLiteral> paths, Optional<Expr> until) implements RecipeItem {}

    record Copy(Span span, Expr.StringLiteral from, Expr.StringLiteral into, Optional<Expr> every, Optional<Expr> rate)
            implements RecipeItem {}

    record Project(Span span, Expr stage, List<Expr.StringLiteral> over) implements RecipeItem {}

    record SetHyper(Span span, Name name, Expr value) implements RecipeItem {}

    record StopWhen(Span span, Expr condition) implements RecipeItem {}

    /** {@code keep max val.accuracy}: {@code direction} is the written word. */
    record Keep(Span span, Name direction, Expr value) implements RecipeItem {}
}
