package org.dlm.compiler.diagnostics;

import org.dlm.compiler.source.Span;
import org.dlm.compiler.source.VisibleText;

/**
 * The source line of a place, and carets under the part of it that the place covers. Of a long line only the surroundings are
 * shown, with a sign where it is cut:
 *
 * <pre>
 *   7 | … + w[480] + w[481] + maxpool(2) + w[483] + …
 *     |                       ^^^^^^^
 * </pre>
 */
final class Excerpt {
    /** Characters of a line that are shown at most. */
    private static final int WIDEST = 160;

    private static final String CUT = "…";

    private final Span span;
    private final String line;
    private final int start;
    private final int end;
    private final int from;
    private final int to;

    Excerpt(Span span) {
        this.span = span;
        line = span.file().lineText(span.line());
        start = Math.min(span.column() - 1, line.length());
        from = atCharacter(Math.max(0, Math.min(start - WIDEST / 2, line.length() - WIDEST)));
        to = atCharacter(Math.min(line.length(), from + WIDEST));
        end = Math.clamp((long) start + span.end() - span.start(), start, to);
    }

    /** The same place, or the one before it where that is in the midst of a pair. */
    private int atCharacter(int at) {
        boolean splits =
                at > 0 && at < line.length() && Character.isSurrogatePair(line.charAt(at - 1), line.charAt(at));
        return splits ? at - 1 : at;
    }

    /** Both lines, each with its end. */
    String text() {
        String number = Integer.toString(span.line());
        String before = (from > 0 ? CUT : "") + shown(from, start);
        String after = shown(start, to) + (to < line.length() ? CUT : "");
        return "  " + number + " | " + before + after + "\n" //
                + "  " + " ".repeat(number.length()) + " | " + blank(before) + "^".repeat(carets()) + "\n";
    }

    private int carets() {
        String covered = shown(start, end);
        return Math.max(1, covered.codePointCount(0, covered.length()));
    }

    private String shown(int first, int last) {
        return VisibleText.lines(line.substring(first, last));
    }

    /** As wide as the text: a tab stays a tab. */
    private static String blank(String text) {
        return text.replaceAll("[^\t]", " ");
    }
}
