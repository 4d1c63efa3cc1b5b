package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dlm.compiler.ast.Carry;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ListItem;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** Builds expressions down to what stands before calls and subscripts; operators of one level join from the left. */
final class ExpressionBuilder {
    /** Each operator of a chain nests its left side one level deeper. */
    private static final int LONGEST_CHAIN = 400;

    private final AstBuilders builders;

    ExpressionBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    Expr expression(ParserRuleContext tree) {
        return switch (tree) {
            case DlmParser.ExprContext it -> pipe(it);
            case DlmParser.DisjunctionContext it -> chain(it);
            case DlmParser.ConjunctionContext it -> chain(it);
            case DlmParser.NegationContext it ->
                it.NOT() == null ? expression(it.comparison()) : unary(it, Expr.UnaryOperator.NOT, it.negation());
            case DlmParser.ComparisonContext it -> chain(it);
            case DlmParser.SumContext it -> chain(it);
            case DlmParser.ProductContext it -> chain(it);
            case DlmParser.UnaryContext it ->
                it.MINUS() == null ? expression(it.power()) : unary(it, Expr.UnaryOperator.NEGATE, it.unary());
            case DlmParser.PowerContext it -> power(it);
            case DlmParser.PostfixContext it -> builders.postfixes().postfix(it);
            case DlmParser.PrimaryContext it -> primary(it);
            default -> throw UnknownTree.of(tree);
        };
    }

    List<ListItem> items(DlmParser.ListContext tree) {
        return tree.item().stream()
                .map(item -> new ListItem(builders.span(item), expression(item.expr()), item.DOTS() != null))
                .toList();
    }

    private Expr pipe(DlmParser.ExprContext tree) {
        Expr input = expression(tree.disjunction());
        if (tree.stage().isEmpty()) {
            return input;
        }
        List<Stage> stages =
                tree.stage().stream().map(builders.postfixes()::stage).toList();
        return new Expr.Pipe(builders.span(tree), input, stages);
    }

    /** Operand, sign, operand, sign, operand: {@code a - b - c} is {@code (a - b) - c}. */
    private Expr chain(ParserRuleContext tree) {
        Expr left = expression((ParserRuleContext) tree.getChild(0));
        if (tree.getChildCount() / 2 > LONGEST_CHAIN) {
            tooLong(tree);
            return left;
        }
        for (int i = 2; i < tree.getChildCount(); i += 2) {
            ParserRuleContext operand = (ParserRuleContext) tree.getChild(i);
            left = new Expr.Binary(
                    builders.places().between(tree.getStart(), operand.getStop()),
                    operator(tree.getChild(i - 1)),
                    left,
                    expression(operand));
        }
        return left;
    }

    void tooLong(ParserRuleContext tree) {
        builders.error(
                DiagnosticId.SYNTAX_ERROR,
                builders.places().of(tree.getStart()),
                "this expression joins more than " + LONGEST_CHAIN + " parts; give some of them names");
    }

    boolean isTooLong(int parts) {
        return parts > LONGEST_CHAIN;
    }

    private Expr power(DlmParser.PowerContext tree) {
        Expr base = expression(tree.postfix());
        return tree.CARET() == null
                ? base
                : new Expr.Binary(builders.span(tree), Expr.BinaryOperator.POWER, base, expression(tree.unary()));
    }

    private Expr unary(ParserRuleContext tree, Expr.UnaryOperator operator, ParserRuleContext operand) {
        return new Expr.Unary(builders.span(tree), operator, expression(operand));
    }

    private static Expr.BinaryOperator operator(ParseTree sign) {
        Token token = ((TerminalNode) sign).getSymbol();
        for (Expr.BinaryOperator operator : Expr.BinaryOperator.values()) {
            if (operator.sign().equals(token.getText())) {
                return operator;
            }
        }
        throw UnknownTree.of(sign);
    }

    private Expr primary(DlmParser.PrimaryContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.IntLiteralContext it -> builders.literals().integer(it.INT());
            case DlmParser.FloatLiteralContext it -> builders.literals().decimal(it.FLOAT());
            case DlmParser.StringLiteralContext it -> builders.literals().string(it.STRING());
            case DlmParser.BoolLiteralContext it -> new Expr.BoolLiteral(span, it.TRUE() != null);
            case DlmParser.NameRefContext it -> new Expr.NameRef(span, it.getText());
            case DlmParser.ReductionContext it -> reduction(span, it);
            case DlmParser.ParenthesesContext it -> parentheses(span, it);
            case DlmParser.ListLiteralContext it -> new Expr.ListExpr(span, items(it.list()));
            case DlmParser.ScanContext it -> scan(span, it);
            default -> throw UnknownTree.of(tree);
        };
    }

    private Expr reduction(Span span, DlmParser.ReductionContext tree) {
        return new Expr.Reduction(
                span,
                builders.name(tree.id()),
                tree.binder().stream().map(builders.statements()::binder).toList(),
                expression(tree.expr()));
    }

    private Expr parentheses(Span span, DlmParser.ParenthesesContext tree) {
        return tree.expr().size() == 1
                ? expression(tree.expr(0))
                : new Expr.Tuple(
                        span, tree.expr().stream().map(this::expression).toList());
    }

    private Expr scan(Span span, DlmParser.ScanContext tree) {
        return new Expr.Scan(
                span,
                builders.name(tree.id()),
                expression(tree.expr()),
                tree.REVERSE() != null,
                tree.carry().stream().map(this::carry).toList(),
                builders.statements().block(tree.block()));
    }

    private Carry carry(DlmParser.CarryContext tree) {
        return new Carry(
                builders.span(tree),
                builders.name(tree.id()),
                Optional.ofNullable(tree.type()).map(builders.types()::type),
                expression(tree.expr()));
    }
}
