package org.dlm.compiler.elaborate;

import java.util.regex.Pattern;

/** A pattern of parameter paths: {@code *} within one part, {@code **} over any number of parts. */
public record PathPattern(String text) {
    public boolean matches(String path) {
        return regex().matcher(path).matches();
    }

    private Pattern regex() {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (text.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (text.charAt(i) == '*') {
                regex.append("[^/]*");
            } else {
                regex.append(Pattern.quote(text.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}
