package org.dlm.compiler.elaborate;

/** Texts of users in messages. */
final class Words {
    private static final int LONGEST = 60;

    private Words() {}

    /** The text on one line, cut where it is long. */
    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }
}
