package org.dlm.compiler.emit;

/**
 * Text that users wrote, made harmless for a Javadoc comment: nothing in it can end the comment, begin a tag, be read as HTML
 * or as a Unicode escape (which Java replaces even inside comments).
 */
final class UserText {
    private UserText() {}

    static String javadoc(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '@' -> out.append("&#64;");
                case '\\' -> out.append("&#92;");
                case '/' -> out.append(out.toString().endsWith("*") ? "&#47;" : "/");
                case '\n' -> out.append('\n');
                default -> out.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
            }
        });
        return out.toString().strip();
    }
}
