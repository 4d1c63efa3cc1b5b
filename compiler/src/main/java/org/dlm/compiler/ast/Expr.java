package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/** An expression as written. */
public sealed interface Expr extends Node {
    record IntLiteral(Span span, long value) implements Expr {}

    record FloatLiteral(Span span, double value) implements Expr {}

    /** {@code value} has its escapes resolved. */
    record StringLiteral(Span span, String value) implements Expr {}

    record BoolLiteral(Span span, boolean value) implements Expr {}

    record NameRef(Span span, String name) implements Expr {}

    enum UnaryOperator {
        NEGATE,
        NOT
    }

    record Unary(Span span, UnaryOperator operator, Expr operand) implements Expr {}

    enum BinaryOperator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        REMAINDER("%"),
        MATMUL("@"),
        POWER("^"),
        EQ("=="),
        NE("!="),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">="),
        AND("and"),
        OR("or");

        private final String sign;

        BinaryOperator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    record Binary(Span span, BinaryOperator operator, Expr left, Expr right) implements Expr {}

    /** {@code f(a, b = 2) as label}; the callee is a {@link NameRef} or a {@link Member}. */
    record Call(Span span, Expr callee, List<Argument> arguments, Optional<Name> label) implements Expr {}

    /** {@code input -> stage -> stage}; several inputs are a {@link Tuple}. */
    record Pipe(Span span, Expr input, List<Stage> stages) implements Expr {}

    record Member(Span span, Expr object, Name name) implements Expr {}

    /** {@code x[a, b | otherwise]}. */
    record Index(Span span, Expr object, List<Subscript> subscripts, Optional<Expr> otherwise) implements Expr {}

    /** {@code sum(i, j < n : body)}. */
    record Reduction(Span span, Name kind, List<Binder> binders, Expr body) implements Expr {}

    /** {@code (a, b)}; one element in parentheses is that element itself. */
    record Tuple(Span span, List<Expr> elements) implements Expr {}

    record ListExpr(Span span, List<ListItem> items) implements Expr {}

    record Scan(Span span, Name index, Expr over, boolean reverse, List<Carry> carries, List<Statement> body)
            implements Expr {}
}
