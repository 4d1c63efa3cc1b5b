package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/** What stands in a body. */
public sealed interface Statement extends Node {
    /** {@code a, b = expr}, or with {@code keeps} {@code m := expr}. */
    record Bind(Span span, List<Target> targets, boolean keeps, Expr value) implements Statement {}

    record ConstStatement(Span span, Declaration.Const declaration) implements Statement {}

    /** {@code param W: float[n, m] ~ he when cond}. {@code drawn} is true for {@code ~}, false for {@code =}. */
    record Param(Span span, Name name, TypeRef type, boolean drawn, Optional<Expr> start, Optional<Expr> when)
            implements Statement {}

    record Buffer(Span span, Name name, TypeRef type, Expr start) implements Statement {}

    record State(Span span, Name name, TypeRef type, Expr start) implements Statement {}

    record Share(Span span, Name name, Expr stage) implements Statement {}

    /** {@code for i in from .. to}. */
    record ForRange(Span span, Name name, Expr from, Expr to, List<Statement> body) implements Statement {}

    /** {@code for w in list}. */
    record ForEach(Span span, Name name, Expr list, List<Statement> body) implements Statement {}

    record If(Span span, Expr condition, List<Statement> then, List<Statement> otherwise) implements Statement {}

    /** {@code message} is the text between the quotes, with {@code {expr}} still in it. */
    record Check(Span span, Expr condition, Expr.StringLiteral message) implements Statement {}

    record Return(Span span, List<Expr> values) implements Statement {}

    record Yield(Span span, List<Expr> values) implements Statement {}

    record Port(Span span, boolean target, Name name, TypeRef type, Optional<String> doc) implements Statement {}

    /** What a model offers. */
    enum Role {
        OUTPUT,
        LOSS,
        METRIC
    }

    /** {@code output p = softmax(x)}; without a value, the value of that name in scope. */
    record Exposed(Span span, Role role, Target target, Optional<Expr> value, Optional<String> doc)
            implements Statement {}

    record Hyper(Span span, Name name, Optional<TypeRef> type, Expr start, Optional<ValueSpace> space)
            implements Statement {}

    record Stream(Span span, Name name) implements Statement {}
}
