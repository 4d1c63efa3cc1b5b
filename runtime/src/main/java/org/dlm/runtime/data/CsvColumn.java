package org.dlm.runtime.data;

import java.util.List;
import org.dlm.runtime.data.CsvCells.Cell;
import org.dlm.runtime.model.Shape;

/**
 * A column while its file is read: turns cells into numbers, and finds out whether it is one of numbers or of classes. A
 * text after numbers says that these numbers are names of classes, too: then the column {@link #isMixed}, and its file is
 * read again.
 */
final class CsvColumn {
    private static final int SHOWN = 40;

    private final String file;
    private final String name;
    private final ClassTexts texts;
    private boolean isText;
    private boolean isMixed;
    private boolean hasNumbers;
    private String firstText = "";
    private String firstEmpty = "";
    private String firstTooLarge = "";

    /**
     * A column.
     *
     * @param isText whether its cells are known to be classes
     */
    CsvColumn(String file, String name, boolean isText, ClassTexts texts) {
        this.file = file;
        this.name = name;
        this.isText = isText;
        this.texts = texts;
    }

    /** Whether numbers were taken for numbers that are names of classes. */
    boolean isMixed() {
        return isMixed;
    }

    /** The number for a cell: its value, or the number of its text. */
    double take(Cell cell) {
        if (cell.text().isEmpty()) {
            firstEmpty = firstEmpty.isEmpty() ? place(cell) + "the cell is empty, but a value is needed" : firstEmpty;
            return 0;
        }
        // classes are not parsed once it is known why they are classes
        double value = isText && !firstText.isEmpty() ? Double.NaN : NumberText.parse(cell.text());
        if (Double.isNaN(value)) {
            takeText(cell);
        } else {
            hasNumbers = true;
        }
        return isText ? texts.code(cell.text()) : number(cell, value);
    }

    private void takeText(Cell cell) {
        firstText = firstText.isEmpty() ? place(cell) + quoted(cell) + " is not a number" : firstText;
        isMixed |= !isText && hasNumbers;
        isText |= !hasNumbers;
    }

    private double number(Cell cell, double value) {
        if (Float.isInfinite((float) value) && firstTooLarge.isEmpty()) {
            firstTooLarge =
                    place(cell) + quoted(cell) + " is too large; numbers of up to " + Float.MAX_VALUE + " are possible";
        }
        return value;
    }

    private String place(Cell cell) {
        return file + ":" + cell.line() + ":" + cell.column() + ": ";
    }

    private static String quoted(Cell cell) {
        String text = cell.text();
        return '"' + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + '"';
    }

    /** The column, made of the numbers that cells were turned into. */
    Column column(RecordValues numbers) {
        return isText
                ? new Column(
                        name,
                        Shape.SCALAR,
                        new ClassNumbers(numbers, texts.ranks()),
                        texts.sorted(),
                        defect(),
                        firstText)
                : new Column(name, Shape.SCALAR, numbers, List.of(), defect(), "");
    }

    private String defect() {
        if (!firstEmpty.isEmpty()) {
            return firstEmpty;
        }
        if (texts.isOverfull()) {
            return firstText + ", and the column has more different texts than can be classes (at most "
                    + ClassTexts.MOST_CLASSES + ", and no more than fit into memory)";
        }
        return isText ? "" : firstTooLarge;
    }
}
