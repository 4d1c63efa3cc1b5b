package org.dlm.runtime.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON by recursive descent, one method for each kind of value. */
final class JsonParser {
    private static final Pattern NUMERAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Deeper documents are refused, so that a hostile file cannot overflow the stack. */
    private static final int MAX_DEPTH = 100;

    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    Json document() {
        Json json = value();
        skipSpace();
        if (at < text.length()) {
            throw new JsonSyntaxException("expected the end", at);
        }
        return json;
    }

    private Json value() {
        skipSpace();
        if (++depth > MAX_DEPTH) {
            throw new JsonSyntaxException("nested more than " + MAX_DEPTH + " deep", at);
        }
        Json json = switch (peek()) {
            case '{' -> members();
            case '[' -> items();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Truth(true));
            case 'f' -> word("false", new Json.Truth(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> numeral();
        };
        depth--;
        return json;
    }

    private Json members() {
        Map<String, Json> members = new LinkedHashMap<>();
        take('{');
        skipSpace();
        while (peek() != '}') {
            String name = string();
            skipSpace();
            take(':');
            if (members.put(name, value()) != null) {
                throw new JsonSyntaxException("the name \"" + name + "\" stands twice", at);
            }
            takeCommaOr('}');
        }
        take('}');
        return new Json.Members(members);
    }

    private Json items() {
        List<Json> items = new ArrayList<>();
        take('[');
        skipSpace();
        while (peek() != ']') {
            items.add(value());
            takeCommaOr(']');
        }
        take(']');
        return new Json.Items(items);
    }

    /** After an element: a comma (and then another element), or the end. */
    private void takeCommaOr(char end) {
        skipSpace();
        if (peek() != end) {
            take(',');
            skipSpace();
            if (peek() == end) {
                throw new JsonSyntaxException("expected another element after the comma", at);
            }
        }
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        take('"');
        while (peek() != '"') {
            char c = next();
            if (c < ' ') {
                throw new JsonSyntaxException("a control character inside a string", at - 1);
            }
            out.append(c == '\\' ? escape() : c);
        }
        take('"');
        return out.toString();
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw new JsonSyntaxException("unknown escape \\" + c, at - 1);
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw new JsonSyntaxException("expected four hexadecimal digits", at - 1);
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private Json numeral() {
        Matcher matcher = NUMERAL.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new JsonSyntaxException("expected a value", at);
        }
        at = matcher.end();
        return new Json.Numeral(matcher.group());
    }

    private Json word(String word, Json meaning) {
        if (!text.startsWith(word, at)) {
            throw new JsonSyntaxException("expected " + word, at);
        }
        at += word.length();
        return meaning;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new JsonSyntaxException("unexpected end", at);
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw new JsonSyntaxException("expected '" + expected + "' and found '" + peek() + "'", at);
        }
        at++;
    }
}
