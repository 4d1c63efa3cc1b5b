package org.dlm.runtime.program;

import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Shape;

/**
 * A column that a data block takes from one of its sources, and what the compiler expects it to be: checked when the
 * source is read. A source's shape may differ by leading or trailing extents of 1 ({@code [28, 28]} feeds
 * {@code [1, 28, 28]}).
 *
 * @param source place of the source in {@link DataBlock#sources()}
 * @param column which column of the source
 * @param kind what its elements are used as
 * @param shape expected shape for one example
 * @param classes number of classes where it must be in {@code 0 .. classes - 1}, else 0
 */
public record RawColumn(int source, ColumnChoice column, ElementKind kind, Shape shape, int classes) {
    /** How a column of a source is meant. */
    public sealed interface ColumnChoice {
        /** {@code t["age"]}. */
        record Named(String name) implements ColumnChoice {}

        /** The first, second … result of the reader: {@code image, label = synthetic.digits(1000)}. */
        record At(int place) implements ColumnChoice {}
    }

    /** A column by name. */
    public static RawColumn named(int source, String column, ElementKind kind, Shape shape, int classes) {
        return new RawColumn(source, new ColumnChoice.Named(column), kind, shape, classes);
    }

    /** A column by place. */
    public static RawColumn at(int source, int place, ElementKind kind, Shape shape, int classes) {
        return new RawColumn(source, new ColumnChoice.At(place), kind, shape, classes);
    }

    /** The port that this column has in the raw batch. */
    public Port port() {
        String name = switch (column) {
            case ColumnChoice.Named(String text) -> text;
            case ColumnChoice.At(int place) -> "result " + (place + 1);
        };
        return new Port(name, Port.Role.INPUT, kind, shape, classes);
    }
}
