package org.dlm.runtime.data;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.dlm.runtime.data.CsvCells.Cell;
import org.dlm.runtime.model.Shape;

/**
 * A column while its file is read, three times: {@link #look} at every cell, then {@link #collect} the texts of a text
 * column, then {@link #take} every value.
 */
final class CsvColumn {
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private final String file;
    private final String name;
    private int rows;
    private boolean whole = true;
    private String firstText = "";
    private String firstEmpty = "";

    private final TreeSet<String> texts = new TreeSet<>();
    private List<String> classes = List.of();
    private int[] ints = {};
    private double[] doubles = {};
    private int taken;

    CsvColumn(String file, String name) {
        this.file = file;
        this.name = name;
    }

    int rows() {
        return rows;
    }

    private boolean isText() {
        return !firstText.isEmpty();
    }

    void look(Cell cell) {
        rows++;
        if (cell.text().isEmpty()) {
            firstEmpty = firstEmpty.isEmpty() ? place(cell) + "the cell is empty, but a value is needed" : firstEmpty;
        } else if (NUMBER.matcher(cell.text()).matches()) {
            double value = Double.parseDouble(cell.text());
            whole &= value == (int) value;
        } else if (!isText()) {
            firstText = place(cell) + "\"" + cell.text() + "\" is not a number";
        }
    }

    private String place(Cell cell) {
        return file + ":" + cell.line() + ":" + cell.column() + ": ";
    }

    void collect(Cell cell) {
        if (isText()) {
            texts.add(cell.text());
        }
    }

    /** Between collecting and taking. */
    void prepare() {
        classes = List.copyOf(texts);
        boolean asInts = isText() || whole;
        ints = new int[asInts ? rows : 0];
        doubles = new double[asInts ? 0 : rows];
    }

    void take(Cell cell) {
        if (isText()) {
            ints[taken] = Collections.binarySearch(classes, cell.text());
        } else if (!cell.text().isEmpty()) {
            double value = Double.parseDouble(cell.text());
            if (whole) {
                ints[taken] = (int) value;
            } else {
                doubles[taken] = value;
            }
        }
        taken++;
    }

    Column column() {
        ColumnValues values = isText() || whole ? new ColumnValues.Ints(ints) : new ColumnValues.Doubles(doubles);
        return new Column(name, Shape.SCALAR, values, classes, firstEmpty, firstText);
    }
}
