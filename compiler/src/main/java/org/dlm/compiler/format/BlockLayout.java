package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.hardLine;
import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.space;
import static org.dlm.compiler.format.Layout.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dlm.compiler.ast.Node;
import org.dlm.compiler.source.Span;

/**
 * Lays out what stands line under line: declarations, statements, lines of recipes, with the comments between them. An
 * empty line stays, several become one. A comment inside a construct moves above it, because the construct's own lines may
 * be joined.
 */
final class BlockLayout {
    private final SourceComments comments;

    /** Something that begins a line. */
    record Construct(Span span, Layout layout) {}

    BlockLayout(SourceComments comments) {
        this.comments = comments;
    }

    /** {@code { … }} line under line; {@code around} holds the braces. */
    <N extends Node> Layout braced(List<N> nodes, Function<N, Layout> layout) {
        if (nodes.isEmpty()) {
            return text("{}");
        }
        return row(text("{"), new Layout.Nest(2, row(hardLine(), lines(nodes, layout))), hardLine(), text("}"));
    }

    /** {@code { … }} on one line if the group around it fits, for the one construct of a block without comments. */
    <N extends Node> Layout inline(N node, Function<N, Layout> layout) {
        return row(text("{"), Layout.nest(2, space(), layout.apply(node)), space(), text("}"));
    }

    boolean isFreeOfComments(Span span) {
        return !comments.hasAny(span);
    }

    /** The constructs of one block, which are at least one. */
    private <N extends Node> Layout lines(List<N> nodes, Function<N, Layout> layout) {
        int block = comments.blockAt(nodes.getFirst().span().start());
        return lines(
                block,
                nodes.stream()
                        .map(node -> new Construct(node.span(), layout.apply(node)))
                        .toList());
    }

    boolean areInOneBlock(Span left, Span right) {
        return comments.blockAt(left.start()) == comments.blockAt(right.start());
    }

    /** What stands outside of all braces. */
    Layout outermost(List<Construct> constructs) {
        return lines(SourceComments.OUTSIDE, constructs);
    }

    private Layout lines(int block, List<Construct> constructs) {
        List<Layout> lines = new ArrayList<>();
        int from = 0;
        for (Construct construct : constructs) {
            Span span = construct.span();
            comments.within(span).forEach(comment -> add(lines, comment.span().start(), text(comment.asMoved())));
            addAll(lines, comments.above(from, span));
            List<SourceComments.Comment> behind = comments.behind(span);
            add(lines, span.start(), row(construct.layout(), trailing(behind)));
            from = behind.isEmpty() ? span.end() : behind.getLast().span().end();
        }
        addAll(lines, comments.remaining(from, block));
        return new Layout.Row(List.copyOf(lines));
    }

    private void addAll(List<Layout> lines, List<SourceComments.Comment> found) {
        found.forEach(comment -> add(lines, comment.span().start(), text(comment.asLine())));
    }

    private void add(List<Layout> lines, int start, Layout line) {
        if (!lines.isEmpty()) {
            lines.add(hardLine());
            if (comments.isBlankAbove(start)) {
                lines.add(hardLine());
            }
        }
        lines.add(line);
    }

    private static Layout trailing(List<SourceComments.Comment> behind) {
        StringBuilder text = new StringBuilder();
        behind.forEach(comment -> text.append("  ").append(comment.span().text().strip()));
        return new Layout.Trailing(text.toString());
    }
}
