package org.dlm.runtime.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of csv files written down once more, as simply as possible: the whole text at once, regular expressions, no
 * limits. For comparison.
 */
record SimpleCsv(List<Column> columns) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")*+)\"(?!\")");

    /** What is known of a column; values and classes are empty where it is of no use. */
    record Column(String name, boolean isUsable, List<String> classes, double[] values) {}

    static Optional<SimpleCsv> decode(byte[] bytes, boolean header, char separator) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            List<List<String>> rows = rows(text.startsWith("\uFEFF") ? text.substring(1) : text, separator);
            boolean isDamaged = text.contains("\0") || rows.size() < (header ? 2 : 1);
            if (isDamaged
                    || rows.stream()
                            .anyMatch(row -> row.size() != rows.getFirst().size())) {
                return Optional.empty();
            }
            if (header
                    && new HashSet<>(rows.getFirst()).size() < rows.getFirst().size()) {
                return Optional.empty();
            }
            return Optional.of(new SimpleCsv(columns(rows, header)));
        } catch (CharacterCodingException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static List<List<String>> rows(String text, char separator) {
        String ends = Pattern.quote(String.valueOf(separator)) + "\\n\\r";
        Pattern plain = Pattern.compile("[^" + ends + "]*");
        List<List<String>> rows = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if ("\n\r".indexOf(text.charAt(at)) >= 0) {
                at++;
                continue;
            }
            List<String> row = new ArrayList<>();
            rows.add(row);
            boolean more = true;
            while (more) {
                boolean isQuoted = at < text.length() && text.charAt(at) == '"';
                Matcher cell = (isQuoted ? QUOTED : plain).matcher(text).region(at, text.length());
                if (!cell.lookingAt()) {
                    throw new IllegalArgumentException("an open quote");
                }
                row.add(
                        isQuoted
                                ? cell.group(1).replace("\"\"", "\"")
                                : cell.group().strip());
                at = cell.end();
                more = at < text.length() && text.charAt(at) == separator;
                if (at < text.length() && !more && "\n\r".indexOf(text.charAt(at)) < 0) {
                    throw new IllegalArgumentException("text after a quote");
                }
                at += more ? 1 : 0;
            }
        }
        return rows;
    }

    private static List<Column> columns(List<List<String>> rows, boolean header) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < rows.getFirst().size(); c++) {
            int column = c;
            List<String> cells = rows.stream()
                    .skip(header ? 1 : 0)
                    .map(row -> row.get(column))
                    .toList();
            columns.add(column(header ? rows.getFirst().get(c) : String.valueOf(c + 1), cells));
        }
        return columns;
    }

    private static Column column(String name, List<String> cells) {
        if (cells.contains("")) {
            return new Column(name, false, List.of(), new double[0]);
        }
        if (cells.stream().allMatch(cell -> NUMBER.matcher(cell).matches())) {
            double[] values = cells.stream()
                    .mapToDouble(Double::parseDouble)
                    .map(value -> value == 0 ? 0 : value)
                    .toArray();
            boolean isUsable = cells.stream().noneMatch(cell -> Float.isInfinite(Float.parseFloat(cell)));
            return new Column(name, isUsable, List.of(), values);
        }
        List<String> classes = List.copyOf(new TreeSet<>(cells));
        return new Column(
                name,
                true,
                classes,
                cells.stream().mapToDouble(classes::indexOf).toArray());
    }
}
