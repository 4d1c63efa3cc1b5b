package org.dlm.compiler.pipeline;

import java.util.List;
import java.util.Map;

/**
 * Prints maps, lists, texts and whole numbers as JSON, so that the compiler needs no library for its one answer.
 *
 * <p>{@code write(Map.of("line", 3))} is <code>{"line":3}</code>.
 */
final class JsonWriter {
    private final StringBuilder out = new StringBuilder();

    private JsonWriter() {}

    /** Keys are printed in the order in which the map gives them. */
    static String write(Object value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.out.toString();
    }

    private void value(Object value) {
        switch (value) {
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case String text -> text(text);
            case Integer number -> out.append(number.intValue());
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private void object(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            text((String) entry.getKey());
            out.append(':');
            value(entry.getValue());
            separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
    }

    private void array(List<?> list) {
        String separator = "[";
        for (Object element : list) {
            out.append(separator);
            value(element);
            separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
    }

    private void text(String text) {
        out.append('"');
        text.chars().forEach(this::character);
        out.append('"');
    }

    /** Everything outside printable ASCII is escaped, so that the answer does not depend on an encoding. */
    private void character(int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            default -> {
                if (c < ' ' || c > '~') {
                    out.append("\\u").append("%04x".formatted(c));
                } else {
                    out.append((char) c);
                }
            }
        }
    }
}
