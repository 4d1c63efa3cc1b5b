package org.dlm.compiler.parse;

import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.dlm.grammar.DlmParser;

/**
 * Reports the first fault of each declaration and goes on at the next one. Nothing is guessed: no token is inserted or
 * left out, because a tree with invented tokens gives follow-up errors about text that nobody wrote.
 */
final class ResynchronizingStrategy extends DefaultErrorStrategy {
    private static final IntervalSet STARTS = new IntervalSet(
            DlmParser.IMPORT,
            DlmParser.CONST,
            DlmParser.FN,
            DlmParser.LAYER,
            DlmParser.OPTIMIZER,
            DlmParser.SCHEDULE,
            DlmParser.INIT,
            DlmParser.MODEL,
            DlmParser.TRAIN);

    private final SyntaxErrors errors;

    ResynchronizingStrategy(SyntaxErrors errors) {
        this.errors = errors;
    }

    @Override
    public Token recoverInline(Parser parser) {
        throw new InputMismatchException(parser);
    }

    /** Between declarations: skips what is none. */
    @Override
    public void sync(Parser parser) {
        if (!(parser.getContext() instanceof DlmParser.FileContext)) {
            return;
        }
        IntervalSet expected = parser.getExpectedTokens();
        if (!expected.contains(parser.getInputStream().LA(1))) {
            errors.reportUnexpected(parser.getCurrentToken(), expected);
            int here = parser.getCurrentToken().getTokenIndex();
            skipToStart(parser.getInputStream(), here, here + 1, expected);
        }
    }

    /** The same exception passes through every rule on its way out; it is reported in the innermost only. */
    @Override
    public void reportError(Parser parser, RecognitionException fault) {
        if (!inErrorRecoveryMode(parser)) {
            beginErrorCondition(parser);
            errors.report((DlmParser) parser, fault);
        }
    }

    /** Leaves rule after rule up to the declaration, then skips to the next one. */
    @Override
    public void recover(Parser parser, RecognitionException fault) {
        switch (parser.getContext()) {
            case DlmParser.DeclarationContext declaration -> skipRest(parser, declaration.getStart(), fault);
            case DlmParser.ImportDeclContext declaration -> skipRest(parser, declaration.getStart(), fault);
            case DlmParser.PackageDeclContext declaration -> skipRest(parser, declaration.getStart(), fault);
            case DlmParser.FileContext file -> {}
            default -> throw fault;
        }
        endErrorCondition(parser);
    }

    /** The token before the fault may already be the next declaration's first: {@code fn} is a name inside a body. */
    private static void skipRest(Parser parser, Token first, RecognitionException fault) {
        int candidate =
                Math.max(first.getTokenIndex() + 1, fault.getOffendingToken().getTokenIndex() - 1);
        skipToStart(parser.getInputStream(), first.getTokenIndex(), candidate, STARTS);
    }

    /**
     * A declaration starts with one of its words before a name, outside of all braces opened since {@code first}, or at
     * the begin of a line, which tells it from a soft word in a body even if a brace was forgotten.
     */
    private static void skipToStart(TokenStream tokens, int first, int candidate, IntervalSet starts) {
        int depth = 0;
        int index = first;
        while (tokens.get(index).getType() != Token.EOF) {
            Token token = tokens.get(index);
            boolean outside = depth <= 0 || token.getCharPositionInLine() == 0;
            if (index >= candidate && outside && STARTS.contains(token.getType()) && starts.contains(token.getType())) {
                break;
            }
            depth += depthChange(token);
            index++;
        }
        tokens.seek(index);
    }

    private static int depthChange(Token token) {
        return switch (token.getType()) {
            case DlmParser.LBRACE, DlmParser.LPAREN, DlmParser.LBRACK -> 1;
            case DlmParser.RBRACE, DlmParser.RPAREN, DlmParser.RBRACK -> -1;
            default -> 0;
        };
    }
}
