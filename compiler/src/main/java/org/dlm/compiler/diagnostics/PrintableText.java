package org.dlm.compiler.diagnostics;

/**
 * Texts of strangers (names of files, lines of sources, cells of data) as they may be printed to a terminal: what would move
 * the cursor, change colours, begin a line or turn the direction of writing becomes visible instead. Any other letter stays.
 *
 * <pre>{@code
 * PrintableText.of("a\u001b[2Jb")   // a\u001b[2Jb, with a backslash
 * }</pre>
 */
public final class PrintableText {
    private static final int REPLACEMENT = '\uFFFD';

    private PrintableText() {}

    /** Each such letter written as in a Java string; tabs stay. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(letter -> {
            if (isHarmless(letter)) {
                safe.appendCodePoint(letter);
            } else {
                safe.append(escape(letter));
            }
        });
        return safe.toString();
    }

    /** Each such letter as one sign, so that what stands below it stays below it; tabs stay. */
    public static String sameWidth(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints()
                .map(letter -> isHarmless(letter) ? letter : REPLACEMENT)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    private static String escape(int letter) {
        return switch (letter) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.format(java.util.Locale.ROOT, "\\u%04x", letter);
        };
    }

    private static boolean isHarmless(int letter) {
        return letter == '\t'
                || !Character.isISOControl(letter)
                        && !turnsWriting(letter)
                        && Character.getType(letter) != Character.SURROGATE
                        && Character.getType(letter) != Character.LINE_SEPARATOR
                        && Character.getType(letter) != Character.PARAGRAPH_SEPARATOR;
    }

    /** The letters of Unicode's bidirectional algorithm that have no shape of their own. */
    private static boolean turnsWriting(int letter) {
        return letter == 0x61C
                || letter == 0x200E
                || letter == 0x200F
                || letter >= 0x202A && letter <= 0x202E
                || letter >= 0x2066 && letter <= 0x2069;
    }
}
