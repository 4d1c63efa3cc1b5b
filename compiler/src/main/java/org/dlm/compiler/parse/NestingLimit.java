package org.dlm.compiler.parse;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.antlr.v4.runtime.tree.ErrorNode;
import org.antlr.v4.runtime.tree.ParseTreeListener;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * Stops reading before nested text overflows the stack of the parser or of a later stage. A pair of brackets costs about
 * twelve rules, a sign one.
 */
final class NestingLimit implements ParseTreeListener {
    /** Allows 100 nested brackets; a stack of 512 KiB carries five times as much. */
    private static final int RULES = 1200;

    private int depth;

    /** Thrown where the text is nested too deeply. */
    static final class Exceeded extends ParseCancellationException {
        private static final long serialVersionUID = 1;
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
