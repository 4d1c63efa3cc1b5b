package org.dlm.compiler.parse;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.dlm.grammar.DlmLexer;

/** Finds the documentation of a construct: the {@code ///} lines directly above it. */
final class DocComments {
    private final CommonTokenStream tokens;

    DocComments(CommonTokenStream tokens) {
        this.tokens = tokens;
    }

    /** The text without the slashes; its lines joined by line ends. */
    Optional<String> above(ParserRuleContext tree) {
        Token start = tree.getStart();
        List<Token> hidden = tokens.getHiddenTokensToLeft(start.getTokenIndex());
        if (hidden == null) {
            return Optional.empty();
        }
        Deque<String> lines = new ArrayDeque<>();
        int below = start.getLine();
        for (Token token : hidden.reversed()) {
            if (token.getType() != DlmLexer.DOC || token.getLine() != below - 1 || !beginsLine(token)) {
                break;
            }
            lines.addFirst(token.getText().substring("///".length()).strip());
            below = token.getLine();
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }

    /** A comment after some text on its line belongs to that text. */
    private boolean beginsLine(Token comment) {
        int index = comment.getTokenIndex();
        return index == 0 || tokens.get(index - 1).getLine() < comment.getLine();
    }
}
