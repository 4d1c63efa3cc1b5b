package org.dlm.runtime.data;

import java.util.List;
import org.dlm.runtime.model.ElementKind;
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
    /** Checks everything but the values. */
    void checkKind() {
        if (!column.defect().isEmpty()) {
            throw new DataException(column.defect());
        }
        checkShape();
        if (expected.kind() == ElementKind.FLOAT
                && !column.classes().isEmpty()
                && !column.whyText().isEmpty()) {
            throw problem("holds text, but the recipe uses it as a number; " + column.whyText());
        }
        int named = column.classes().size();
        if (expected.classes() > 0 && named > expected.classes()) {
            throw problem("has " + named + " classes " + shown(column.classes()) + ", but the model has "
                    + expected.classes() + "; change the number in the model's type");
        }
    }

    private static String shown(List<String> classes) {
        int most = 20;
        return classes.size() <= most
                ? classes.toString()
                : classes.subList(0, most).toString().replaceFirst("]$", ", …]");
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

    /** Whether values could be wrong at all. */
    boolean needsValues() {
        boolean isBounded = expected.classes() > 0 || expected.kind() == ElementKind.BOOL;
        return isBounded || !column.values().isWhole();
    }

    /** Checks the first {@code count} of these values, which begin with value {@code from} of the column. */
    void checkValues(double[] values, int count, long from) {
        for (int i = 0; i < count; i++) {
            if (!fits(values[i])) {
                int example = (int) ((from + i) / column.shape().size());
                throw problem("holds " + values[i] + " "
                        + table.origin().places().place(example) + ", but the recipe uses it as " + meaning());
            }
        }
    }

    private boolean fits(double value) {
        boolean isInClasses = expected.classes() == 0 || value >= 0 && value < expected.classes();
        return isInClasses
                && switch (expected.kind()) {
                    case FLOAT -> Float.isFinite((float) value);
                    case INT -> value == (int) value;
                    case BOOL -> value == 0 || value == 1;
                };
    }

    private String meaning() {
        if (expected.classes() > 0) {
            return "a class of 0 .. " + (expected.classes() - 1);
        }
        return switch (expected.kind()) {
            case FLOAT -> "a number, which must be finite and at most " + Float.MAX_VALUE;
            case INT -> "an int (of 32 bits)";
            case BOOL -> "false or true, 0 or 1";
        };
    }

    private DataException problem(String message) {
        return new DataException(table.source() + ": column \"" + column.name() + "\" " + message);
    }
}
