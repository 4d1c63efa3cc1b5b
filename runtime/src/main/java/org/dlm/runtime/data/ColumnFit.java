package org.dlm.runtime.data;

import java.util.List;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.RawColumn;

/**
 * Checks that a column is what the compiler took it for, once, when the data is read: so that preparing a batch needs no
 * checks.
 *
 * @param table what the column was read from
 * @param column what was found
 * @param expected what was expected
 */
record ColumnFit(Table table, Column column, RawColumn expected) {
    Column checked() {
        checkDefect();
        checkShape();
        switch (expected.kind()) {
            case FLOAT -> checkNumbers();
            case INT -> checkWhole();
            case BOOL -> checkRange(2, "false or true, 0 or 1");
        }
        if (expected.classes() > 0) {
            checkClasses();
        }
        return column;
    }

    private void checkDefect() {
        if (!column.defect().isEmpty()) {
            throw new DataException(column.defect());
        }
    }

    private void checkShape() {
        if (!withoutOnes(column.shape()).equals(withoutOnes(expected.shape()))) {
            throw problem("gives values of shape " + column.shape() + " for each example, but the recipe uses them as "
                    + expected.shape());
        }
    }

    private static List<Integer> withoutOnes(Shape shape) {
        return shape.extents().stream().filter(extent -> extent != 1).toList();
    }

    private void checkNumbers() {
        if (!column.classes().isEmpty() && !column.whyText().isEmpty()) {
            throw problem("holds text, but the recipe uses it as a number; " + column.whyText());
        }
    }

    private void checkWhole() {
        ColumnValues values = column.values();
        for (int i = 0; i < values.length(); i++) {
            double value = values.at(i);
            if (value != (int) value) {
                throw problem("holds " + value + " at example " + example(i) + ", but the recipe uses it as an int");
            }
        }
    }

    private void checkClasses() {
        int named = column.classes().size();
        if (named > expected.classes()) {
            throw problem("has " + named + " classes " + column.classes() + ", but the model has " + expected.classes()
                    + "; change the number in the model's type");
        }
        checkRange(expected.classes(), "a class of 0 .. " + (expected.classes() - 1));
    }

    private void checkRange(int bound, String meaning) {
        ColumnValues values = column.values();
        for (int i = 0; i < values.length(); i++) {
            double value = values.at(i);
            if (!(value >= 0 && value < bound && value == (int) value)) {
                throw problem(
                        "holds " + value + " at example " + example(i) + ", but the recipe uses it as " + meaning);
            }
        }
    }

    private int example(int value) {
        return value / column.shape().size();
    }

    private DataException problem(String message) {
        return new DataException(table.source() + ": column \"" + column.name() + "\" " + message);
    }
}
