package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.dlm.grammar.DlmParser;

/**
 * Stops reading before nested text overflows the stack of the parser or of a later stage. Brackets are counted before the
 * parser begins, because its look-ahead goes through all of them at once; signs ({@code - - - x}) while it reads, by the
 * rules that are open.
 */
final class NestingLimit implements ParseTreeListener {
    private static final int BRACKETS = 100;

    /** A pair of brackets takes twelve rules, a sign one; a stack of 512 KiB carries five times as many. */
    private static final int RULES = 12 * BRACKETS + 200;

    private int depth;

    /** Thrown where the text is nested too deeply. */
    static final class Exceeded extends ParseCancellationException {
        private static final long serialVersionUID = 1;
    }

    /** The bracket that is one too many. */
    static Optional<Token> firstTooDeep(List<Token> tokens) {
        int open = 0;
        for (Token token : tokens) {
            switch (token.getType()) {
                case DlmParser.LPAREN, DlmParser.LBRACK, DlmParser.LBRACE -> open++;
                case DlmParser.RPAREN, DlmParser.RBRACK, DlmParser.RBRACE -> open = Math.max(0, open - 1);
                default -> {}
            }
            if (open > BRACKETS) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }

    @Override
    public void enterEveryRule(ParserRuleContext context) {
        depth++;
        if (depth > RULES) {
            throw new Exceeded();
        }
    }

    @Override
    public void exitEveryRule(ParserRuleContext context) {
        depth--;
    }

    @Override
    public void visitTerminal(TerminalNode node) {}

    @Override
    public void visitErrorNode(ErrorNode node) {}
}
