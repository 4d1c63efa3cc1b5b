package org.dlm.compiler.format;

import org.dlm.compiler.ast.Expr;

/** How tightly expressions bind, loosest first: a part that binds looser than its place needs parentheses. */
enum Precedence {
    PIPE,
    OR,
    AND,
    NOT,
    COMPARISON,
    SUM,
    PRODUCT,
    UNARY,
    POWER,
    /** A call with a label: nothing can follow the label. */
    LABELLED,
    POSTFIX;

    static Precedence of(Expr expression) {
        return switch (expression) {
            case Expr.Pipe pipe -> PIPE;
            case Expr.Binary binary -> of(binary.operator());
            case Expr.Unary unary ->
                switch (unary.operator()) {
                    case NEGATE -> UNARY;
                    case NOT -> NOT;
                };
            case Expr.Call call -> call.label().isPresent() ? LABELLED : POSTFIX;
            case Expr.IntLiteral it -> POSTFIX;
            case Expr.FloatLiteral it -> POSTFIX;
            case Expr.StringLiteral it -> POSTFIX;
            case Expr.BoolLiteral it -> POSTFIX;
            case Expr.NameRef it -> POSTFIX;
            case Expr.Member it -> POSTFIX;
            case Expr.Index it -> POSTFIX;
            case Expr.Reduction it -> POSTFIX;
            case Expr.Tuple it -> POSTFIX;
            case Expr.ListExpr it -> POSTFIX;
            case Expr.Scan it -> POSTFIX;
        };
    }

    static Precedence of(Expr.BinaryOperator operator) {
        return switch (operator) {
            case OR -> OR;
            case AND -> AND;
            case EQ, NE, LT, LE, GT, GE -> COMPARISON;
            case ADD, SUBTRACT -> SUM;
            case MULTIPLY, DIVIDE, REMAINDER, MATMUL -> PRODUCT;
            case POWER -> POWER;
        };
    }

    Precedence tighter() {
        return values()[ordinal() + 1];
    }
}
