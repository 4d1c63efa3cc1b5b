package org.dlm.compiler.diagnostics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages quote names and texts of users, which may be of any length; a person needs to recognise them:
 *
 * <pre>
 * there is no layer 'maxpoolmaxpoolmax…maxpoolmax'
 * </pre>
 */
final class ShortText {
    /** What is kept of the begin and of the end of a longer word. */
    private static final int BEGIN = 80;

    private static final int END = 20;

    /** Words of more characters than are kept. */
    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (BEGIN + END + 1) + ",}+");

    /** A message of more characters than this is cut at its end. */
    private static final int LONGEST = 2_000;

    private ShortText() {}

    static String of(String text) {
        if (text.length() <= BEGIN + END) {
            return text;
        }
        String words = LONG_WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(cut(word.group())));
        return words.length() <= LONGEST ? words : words.substring(0, atCharacter(words, LONGEST)) + "…";
    }

    private static String cut(String word) {
        return word.substring(0, atCharacter(word, BEGIN)) + "…"
                + word.substring(atCharacter(word, word.length() - END));
    }

    private static int atCharacter(String text, int at) {
        return Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at)) ? at - 1 : at;
    }
}
