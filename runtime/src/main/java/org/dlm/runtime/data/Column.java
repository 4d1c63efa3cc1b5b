package org.dlm.runtime.data;

import java.util.List;
import org.dlm.runtime.model.Shape;

/**
 * A column of a table: one value of the same shape for each example.
 *
 * @param name its name in the table
 * @param shape shape for one example
 * @param values all examples' values, one after the other
 * @param classes names of classes where the values are class numbers, else empty
 * @param defect why the column cannot be used, with place; empty where it can: whoever does not use the column is not
 *     bothered
 * @param whyText why the values are classes and not numbers, with place; empty where it is a matter of course
 */
public record Column(
        String name, Shape shape, ColumnValues values, List<String> classes, String defect, String whyText) {
    public Column {
        classes = List.copyOf(classes);
        if (values.length() % shape.size() != 0) {
            throw new IllegalArgumentException(
                    "column " + name + " has " + values.length() + " values, not a multiple of " + shape);
        }
    }

    /** A column of numbers. */
    public static Column numbers(String name, Shape shape, ColumnValues values) {
        return new Column(name, shape, values, List.of(), "", "");
    }

    /** A column of classes with names. */
    public static Column classes(String name, ColumnValues values, List<String> classes) {
        return new Column(name, Shape.SCALAR, values, classes, "", "");
    }

    /** The number of examples. */
    public int examples() {
        return Math.toIntExact(values.length() / shape.size());
    }
}
