package org.dlm.compiler.source;

/** A stretch of source text: character offsets, {@code end} exclusive. Every AST node and every op's origin has one. */
public record Span(SourceFile file, int start, int end) {
    /** The line of the first character, from 1. */
    public int line() {
        return file.line(start);
    }

    /** The column of the first character, from 1. */
    public int column() {
        return file.column(start);
    }

    /** The text that the span covers. */
    public String text() {
        return file.text().substring(start, end);
    }

    /** From the begin of this span to the end of the other one in the same file. */
    public Span to(Span other) {
        return new Span(file, start, other.end);
    }

    /** {@code path:line:column}, as messages print it. */
    @Override
    public String toString() {
        return file.path() + ":" + line() + ":" + column();
    }
}
