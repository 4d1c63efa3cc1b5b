package org.dlm.runtime.data;

/**
 * Decimal numbers as cells have them: {@code 12}, {@code -.5}, {@code 3e-4}. Looks at each character once, however long a
 * cell is.
 */
final class NumberText {
    private NumberText() {}

    /** The nearest double, infinite if there is none and never -0; NaN where the text is no number. */
    static double parse(String text) {
        // a sign of zero would be lost where a column is whole, so it is lost everywhere
        return isNumber(text) ? Double.parseDouble(text) + 0.0 : Double.NaN;
    }

    private static boolean isNumber(String text) {
        int first = afterSign(text, 0);
        int end = afterDigits(text, first);
        int digits = end - first;
        if (isAt(text, end, '.')) {
            int fraction = end + 1;
            end = afterDigits(text, fraction);
            digits += end - fraction;
        }
        return digits > 0 && afterExponent(text, end) == text.length();
    }

    /** The end of an exponent, which needs digits; {@code from} where there is none. */
    private static int afterExponent(String text, int from) {
        if (!isAt(text, from, 'e') && !isAt(text, from, 'E')) {
            return from;
        }
        int digits = afterSign(text, from + 1);
        int end = afterDigits(text, digits);
        return end > digits ? end : from;
    }

    private static int afterSign(String text, int from) {
        return isAt(text, from, '+') || isAt(text, from, '-') ? from + 1 : from;
    }

    private static int afterDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isAt(String text, int place, char wanted) {
        return place < text.length() && text.charAt(place) == wanted;
    }
}
