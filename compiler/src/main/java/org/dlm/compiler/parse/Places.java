package org.dlm.compiler.parse;

import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;

/** Spans of tokens and parse trees. ANTLR counts code points, spans count chars; they differ where a text has emoji. */
final class Places {
    private final SourceFile file;
    private final boolean charsAreCodePoints;

    Places(SourceFile file) {
        this.file = file;
        String text = file.text();
        this.charsAreCodePoints = text.codePointCount(0, text.length()) == text.length();
    }

    SourceFile file() {
        return file;
    }

    Span of(ParserRuleContext tree) {
        return between(tree.getStart(), tree.getStop());
    }

    Span of(Token token) {
        return between(token, token);
    }

    /** The end of the file is a place without length. */
    Span between(Token first, Token last) {
        int end = last.getType() == Token.EOF ? last.getStartIndex() : last.getStopIndex() + 1;
        return new Span(file, offset(first.getStartIndex()), offset(end));
    }

    private int offset(int codePoint) {
        return charsAreCodePoints ? codePoint : file.text().offsetByCodePoints(0, codePoint);
    }
}
