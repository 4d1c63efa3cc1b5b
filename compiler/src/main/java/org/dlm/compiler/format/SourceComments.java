package org.dlm.compiler.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmLexer;

/**
 * The comments of a file and the braces in which they stand. The AST has none of them except documentation, so the
 * formatter takes all from the text and puts each at the line of the statement or declaration that it belongs to.
 */
final class SourceComments {
    /** The block of what stands in no braces. */
    static final int OUTSIDE = -1;

    /**
     * @param ownLine whether nothing stands before it on its line
     * @param block where the innermost brace around it opens
     */
    record Comment(Span span, boolean ownLine, int block) {
        /** As written; but what was no documentation in its place does not become it in another one. */
        String asLine() {
            return ownLine ? span.text().strip() : asMoved();
        }

        /** Without the third slash. */
        String asMoved() {
            String text = span.text().strip();
            return text.startsWith("///") ? text.substring(1) : text;
        }
    }

    private final SourceFile file;
    private final boolean charsAreCodePoints;
    private final List<Comment> comments = new ArrayList<>();
    private final NavigableMap<Integer, Integer> blockFrom = new TreeMap<>(Map.of(0, OUTSIDE));
    private final Set<Integer> filledBlocks = new HashSet<>(Set.of(OUTSIDE));

    SourceComments(SourceFile file) {
        this.file = file;
        String all = file.text();
        this.charsAreCodePoints = all.codePointCount(0, all.length()) == all.length();
        Deque<Integer> open = new ArrayDeque<>(List.of(OUTSIDE));
        int line = 0;
        for (Token token : tokens(file)) {
            int start = offset(token.getStartIndex());
            switch (token.getType()) {
                case DlmLexer.DOC, DlmLexer.LINE_COMMENT, DlmLexer.BLOCK_COMMENT -> {
                    Span span = new Span(file, start, offset(token.getStopIndex() + 1));
                    comments.add(new Comment(span, file.line(start) > line, open.getFirst()));
                }
                case DlmLexer.LBRACE -> {
                    filledBlocks.add(open.getFirst());
                    open.push(start);
                    blockFrom.put(start + 1, start);
                }
                case DlmLexer.RBRACE -> {
                    open.pop();
                    blockFrom.put(start + 1, open.getFirst());
                }
                default -> filledBlocks.add(open.getFirst());
            }
            line = file.line(offset(token.getStopIndex() + 1) - 1);
        }
    }

    /** The block in which a place is. */
    int blockAt(int offset) {
        return blockFrom.floorEntry(offset).getValue();
    }

    /** Comments of the block before a construct and not before {@code from}. */
    List<Comment> above(int from, Span construct) {
        int block = blockAt(construct.start());
        return comments.stream()
                .filter(comment -> comment.block() == block)
                .filter(comment ->
                        comment.span().start() >= from && comment.span().end() <= construct.start())
                .toList();
    }

    /** Comments within a construct that stand in none of its filled blocks. */
    List<Comment> within(Span construct) {
        int block = blockAt(construct.start());
        return comments.stream()
                .filter(comment -> filledBlock(comment) == block)
                .filter(comment -> isIn(comment, construct))
                .toList();
    }

    /** The innermost block around it that holds more than comments. */
    private int filledBlock(Comment comment) {
        int block = comment.block();
        while (!filledBlocks.contains(block)) {
            block = blockAt(block);
        }
        return block;
    }

    boolean hasAny(Span construct) {
        return comments.stream().anyMatch(comment -> isIn(comment, construct));
    }

    /** Comments after a construct on its last line, before the next construct of that line. */
    List<Comment> behind(Span construct) {
        int block = blockAt(construct.start());
        int line = file.line(construct.end() - 1);
        List<Comment> found = new ArrayList<>();
        int end = construct.end();
        for (Comment comment : comments) {
            boolean next = comment.span().start() >= end
                    && comment.block() == block
                    && file.line(comment.span().start()) == line
                    && file.text().substring(end, comment.span().start()).isBlank();
            if (next) {
                found.add(comment);
                end = comment.span().end();
            }
        }
        return found;
    }

    /** Comments after {@code from} to the end of its block. */
    List<Comment> remaining(int from, int block) {
        return comments.stream()
                .filter(comment -> comment.block() == block && comment.span().start() >= from)
                .toList();
    }

    /** Whether an empty line stands above. */
    boolean isBlankAbove(int offset) {
        int lineEnds = 0;
        for (int i = offset - 1; i >= 0 && Character.isWhitespace(file.text().charAt(i)); i--) {
            lineEnds += file.text().charAt(i) == '\n' ? 1 : 0;
        }
        return lineEnds > 1;
    }

    private static boolean isIn(Comment comment, Span construct) {
        return comment.span().start() >= construct.start() && comment.span().end() <= construct.end();
    }

    private int offset(int codePoint) {
        return charsAreCodePoints ? codePoint : file.text().offsetByCodePoints(0, codePoint);
    }

    private static List<? extends Token> tokens(SourceFile file) {
        DlmLexer lexer = new DlmLexer(CharStreams.fromString(file.text()));
        lexer.removeErrorListeners();
        return lexer.getAllTokens();
    }
}
