package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.source.VisibleText;

/**
 * Text that users wrote (source lines, documentation, names, paths, texts in quotes) on its way into Java: the only way there is, as
 * {@code UserTextOnlyTest} checks. Nothing in it can end the comment or literal that it stands in, begin a tag, be read as HTML or
 * as a Unicode escape (which Java replaces even inside comments), or end a line where Java, JavaPoet or an editor sees an end and
 * another of them does not. What may not stand for itself is {@linkplain VisibleText shown by its number}.
 */
final class UserText {
    /** Lines of comments are cut, and lines of documentation broken, at so many characters. */
    private static final int WIDEST = 120;

    /**
     * A constant in a class file has at most 65,535 bytes, and a character at most three. So many leave the whole on the safe side,
     * since neighbours are joined when the class runs and not by javac.
     */
    private static final int LONGEST_LITERAL = 16_000;

    /** How the further lines of a broken line of a comment begin. */
    private static final String CONTINUED = "    ";

    private UserText() {}

    /** One line of a comment that begins with {@code //}. */
    record Line(String harmless) {
        @Override
        public String toString() {
            return harmless;
        }
    }

    /** A part of a Javadoc comment. */
    record Javadoc(String harmless) {
        @Override
        public String toString() {
            return harmless;
        }
    }

    /** A text of several lines for comments that begin with {@code //}. */
    static List<Line> comment(String text) {
        return text.lines()
                .flatMap(line -> broken(line, CONTINUED))
                .map(UserText::line)
                .toList();
    }

    /** A text for the one line of a comment that begins with {@code //}. */
    static Line line(String text) {
        StringBuilder out = new StringBuilder();
        int[] points = text.codePoints().limit(WIDEST + 1).toArray();
        for (int i = 0; i < Math.min(points.length, WIDEST); i++) {
            int next = i + 1 < points.length ? points[i + 1] : 'u';
            out.append(
                    isHarmless(i == 0 ? ' ' : points[i - 1], points[i], next)
                            ? Character.toString(points[i])
                            : VisibleText.number(points[i]));
        }
        return new Line(points.length > WIDEST ? out + " ..." : out.toString());
    }

    /** A text for Javadoc; its line feeds stay, since documentation has paragraphs and lists. */
    static Javadoc javadoc(String text) {
        StringBuilder out = new StringBuilder();
        for (String line : text.strip().split("\n", -1)) {
            broken(line, "")
                    .forEach(part -> out.append(out.isEmpty() ? "" : "\n").append(escaped(part)));
        }
        return new Javadoc(out.toString());
    }

    /**
     * Documentation around texts of users.
     *
     * @param format JavaPoet's, a constant
     * @param arguments parts of documentation, types and numbers
     */
    static Javadoc documentation(String format, Object... arguments) {
        return new Javadoc(CodeBlock.of(format, arguments).toString());
    }

    /** An expression of type String with this value. */
    static CodeBlock literal(String text) {
        if (text.length() <= LONGEST_LITERAL) {
            return CodeBlock.of("$L", quoted(text));
        }
        List<CodeBlock> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += LONGEST_LITERAL) {
            pieces.add(CodeBlock.of(
                    "$L", quoted(text.substring(from, Math.min(from + LONGEST_LITERAL, text.length())))));
        }
        return CodeBlock.of("$T.join($L, $L)", String.class, quoted(""), CodeBlock.join(pieces, ", "));
    }

    /** A backslash that a {@code u} follows may be an escape; signs of other comments would confuse who comments this one out. */
    private static boolean isHarmless(int previous, int c, int next) {
        return switch (c) {
            case '\\' -> next != 'u';
            case '/' -> previous != '*';
            case '*' -> previous != '/';
            default -> VisibleText.isPlain(c);
        };
    }

    private static String escaped(String line) {
        StringBuilder out = new StringBuilder();
        line.codePoints().forEach(c -> {
            switch (c) {
                case '<', '>', '&', '@', '{', '}', '\\' -> out.append(entity(c));
                case '/' -> out.append(out.toString().endsWith("*") ? entity(c) : "/");
                case '*' -> out.append(out.toString().endsWith("/") ? entity(c) : "*");
                default -> out.append(VisibleText.isPlain(c) ? Character.toString(c) : VisibleText.number(c));
            }
        });
        return out.toString();
    }

    private static String entity(int c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            default -> "&#" + c + ";";
        };
    }

    /** The line in parts of at most that width, broken at spaces where there are some. */
    private static Stream<String> broken(String line, String indent) {
        List<String> parts = new ArrayList<>();
        String rest = line;
        while (rest.codePointCount(0, rest.length()) > WIDEST) {
            int end = rest.offsetByCodePoints(0, WIDEST);
            int space = rest.lastIndexOf(' ', end);
            parts.add(rest.substring(0, space > indent.length() ? space : end));
            rest = indent + rest.substring(space > indent.length() ? space + 1 : end);
        }
        parts.add(rest);
        return parts.stream();
    }

    /**
     * In quotes, and in ASCII alone, so that no encoding of source files can change it. Whether a Unicode escape is one depends on
     * how many backslashes stand before it, so none does. Where half of a pair stands alone, javac forgets what stood before the
     * next character and takes a backslash for the other one of two, so a literal ends there.
     */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append(next == 'u' || !isAscii(next) ? "\\134" : "\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default ->
                    out.append(
                            isAscii(c)
                                    ? String.valueOf(c)
                                    : "\\u" + HexFormat.of().toHexDigits(c));
            }
            if (Character.isHighSurrogate(c) && !Character.isLowSurrogate(next) && i + 1 < text.length()) {
                out.append("\" + \"");
            }
        }
        return out.append('"').toString();
    }

    private static boolean isAscii(char c) {
        return c >= ' ' && c <= '~';
    }
}
