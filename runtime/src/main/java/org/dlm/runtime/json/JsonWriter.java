package org.dlm.runtime.json;

import java.util.List;
import java.util.Map;

/** Writes a {@link Json} value as text, without spaces. */
final class JsonWriter {
    private JsonWriter() {}

    static void write(Json json, StringBuilder out) {
        switch (json) {
            case Json.Members(Map<String, Json> members) -> writeMembers(members, out);
            case Json.Items(List<Json> items) -> writeItems(items, out);
            case Json.Text(String value) -> writeText(value, out);
            case Json.Numeral(String digits) -> out.append(digits);
            case Json.Truth(boolean value) -> out.append(value);
            case Json.Nothing() -> out.append("null");
        }
    }

    private static void writeMembers(Map<String, Json> members, StringBuilder out) {
        String separator = "{";
        for (Map.Entry<String, Json> member : members.entrySet()) {
            out.append(separator);
            writeText(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            separator = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
    }

    private static void writeItems(List<Json> items, StringBuilder out) {
        String separator = "[";
        for (Json item : items) {
            out.append(separator);
            write(item, out);
            separator = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                String hex = Integer.toHexString(c);
                out.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
