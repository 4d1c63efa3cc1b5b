package org.dlm.compiler.source;

import java.util.Locale;

/**
 * Text of users as people may be shown it, in a terminal or in a comment. Letters, digits, marks, punctuation and symbols stand
 * for themselves; everything else (controls, line ends of any kind, signs that turn the direction of writing, what cannot be seen,
 * halves of pairs, code points without a meaning) is shown by its number:
 *
 * <pre>{@code
 * x = y // <right-to-left override>     x = y // [U+202E]
 * }</pre>
 *
 * What is not known is not let through: the rule is a list of what may pass.
 */
public final class VisibleText {
    private VisibleText() {}

    /** The text on one line; a tab is shown by its number too. */
    public static String line(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.append(isPlain(c) ? Character.toString(c) : number(c)));
        return shown.toString();
    }

    /** The same, but line feeds and tabs stand for themselves. */
    public static String lines(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> shown.append(isPlain(c) || c == '\n' || c == '\t' ? Character.toString(c) : number(c)));
        return shown.toString();
    }

    /** Whether people see it as what it is. */
    public static boolean isPlain(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= ' ' && codePoint <= '~';
        }
        return isVisibleKind(codePoint) && !isBlank(codePoint);
    }

    /** {@code [U+2028]}. */
    public static String number(int codePoint) {
        return String.format(Locale.ROOT, "[U+%04X]", codePoint);
    }

    private static boolean isVisibleKind(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL,
                    Character.MODIFIER_SYMBOL,
                    Character.OTHER_SYMBOL -> true;
            default -> false;
        };
    }

    /** Letters, marks and symbols by kind that leave no ink: fillers, variation selectors and their like. */
    private static boolean isBlank(int codePoint) {
        return codePoint == 0x034F
                || codePoint >= 0x115F && codePoint <= 0x1160
                || codePoint >= 0x17B4 && codePoint <= 0x17B5
                || codePoint >= 0x180B && codePoint <= 0x180F
                || codePoint == 0x2800
                || codePoint == 0x3164
                || codePoint >= 0xFE00 && codePoint <= 0xFE0F
                || codePoint == 0xFFA0
                || codePoint >= 0xE0000 && codePoint <= 0xE0FFF;
    }
}
