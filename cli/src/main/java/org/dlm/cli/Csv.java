package org.dlm.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.dlm.runtime.json.Json;

/** Comma-separated values after RFC 4180. */
final class Csv {
    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(","));
    }

    /** A JSON value as a cell: texts without their quotes, numbers as they are. */
    static String text(Json value) {
        return value instanceof Json.Text(String text) ? text : value.write();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
