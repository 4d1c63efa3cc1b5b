package org.dlm.runtime.data;

import java.util.List;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.RawColumn.ColumnChoice;

/**
 * What a reader gives: columns with equally many examples.
 *
 * @param source what it was read from, for messages
 * @param columns at least one
 * @param origin tells apart what was read at different times, and places in it
 */
public record Table(String source, List<Column> columns, TableOrigin origin) {
    public Table {
        columns = List.copyOf(columns);
        int examples = columns.getFirst().examples();
        for (Column column : columns) {
            if (column.examples() != examples) {
                throw new IllegalArgumentException(source + ": column " + column.name() + " has " + column.examples()
                        + " examples, column " + columns.getFirst().name() + " has " + examples);
            }
        }
    }

    /** A table of columns made in memory. */
    public Table(String source, List<Column> columns) {
        this(source, columns, TableOrigin.of(columns));
    }

    /** A table of the given columns. */
    public static Table of(String source, Column... columns) {
        return new Table(source, List.of(columns));
    }

    /** The number of examples. */
    public int examples() {
        return columns.getFirst().examples();
    }

    /** The column that is meant. */
    public Column column(ColumnChoice choice) {
        return switch (choice) {
            case ColumnChoice.Named(String name) -> named(name);
            case ColumnChoice.At(int place) -> {
                if (place >= columns.size()) {
                    throw new DataException(source + " has " + columns.size() + " column(s), so there is no number "
                            + (place + 1) + "; it has " + names());
                }
                yield columns.get(place);
            }
        };
    }

    private Column named(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DataException(
                        source + " has no column \"" + name + "\"; it has " + names() + advice(name)));
    }

    private String advice(String name) {
        return columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name))
                ? "; upper and lower case matter"
                : "";
    }

    private List<String> names() {
        return columns.stream().map(column -> '"' + column.name() + '"').toList();
    }
}
