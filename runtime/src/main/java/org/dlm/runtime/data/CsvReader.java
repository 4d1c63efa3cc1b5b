package org.dlm.runtime.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.runtime.problem.DataException;

/**
 * Reads comma-separated text in UTF-8: {@code csv("people.csv")}, {@code csv("iris.csv", header = false)},
 * {@code csv("wine.csv", separator = ";")}.
 *
 * <p>A column whose cells are all numbers is numeric. Any other column is one of classes: its different texts in
 * alphabetical order, so that the numbers do not depend on the order of the rows. Without a header the columns are called
 * "1", "2", …
 *
 * <p>The file is read three times, for the kinds of its columns, for their classes and for their values: so a large file
 * needs little more memory than its values.
 */
public final class CsvReader implements DataReader {
    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "file", "header", "separator");
        String separator = call.text("separator", ",");
        if (separator.length() != 1 || "\"\r\n".contains(separator)) {
            throw new DataException("csv: separator must be one character, but it is \"" + separator + "\"");
        }
        return read(call.file(0, "file"), call.flag("header", true), separator.charAt(0));
    }

    Table read(Path file, boolean header, char separator) {
        try {
            List<CsvColumn> columns = new ArrayList<>();
            eachRow(file, header, separator, columns, CsvColumn::look);
            if (columns.isEmpty() || columns.getFirst().rows() == 0) {
                throw new DataException(file + " has no rows" + (header ? " after its header" : ""));
            }
            eachRow(file, header, separator, columns, CsvColumn::collect);
            columns.forEach(CsvColumn::prepare);
            eachRow(file, header, separator, columns, CsvColumn::take);
            return new Table(
                    file.toString(), columns.stream().map(CsvColumn::column).toList());
        } catch (MalformedInputException exception) {
            throw new DataException(file + " is not UTF-8 text; convert it", exception);
        } catch (IOException exception) {
            throw new DataException("cannot read " + file + ": " + exception, exception);
        }
    }

    /** What is done with each cell. */
    private interface CellUse {
        void use(CsvColumn column, CsvCells.Cell cell);
    }

    private static void eachRow(Path file, boolean header, char separator, List<CsvColumn> columns, CellUse use)
            throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            CsvCells cells = new CsvCells(file.toString(), in, separator);
            List<CsvCells.Cell> row = cells.row();
            if (columns.isEmpty()) {
                nameColumns(file, header, cells, row, columns);
            }
            if (header) {
                row = cells.row();
            }
            for (; !row.isEmpty(); row = cells.row()) {
                checkLength(cells, row, columns);
                for (int c = 0; c < row.size(); c++) {
                    use.use(columns.get(c), row.get(c));
                }
            }
        }
    }

    private static void nameColumns(
            Path file, boolean header, CsvCells cells, List<CsvCells.Cell> row, List<CsvColumn> columns) {
        Set<String> names = new HashSet<>();
        for (int c = 0; c < row.size(); c++) {
            CsvCells.Cell cell = row.get(c);
            String name = header ? cell.text() : Integer.toString(c + 1);
            if (!names.add(name)) {
                throw cells.problem(cell.line(), cell.column(), "two columns are called \"" + name + "\"");
            }
            columns.add(new CsvColumn(file.toString(), name));
        }
    }

    private static void checkLength(CsvCells cells, List<CsvCells.Cell> row, List<CsvColumn> columns) {
        if (row.size() != columns.size()) {
            // the first cell too many, or the last one that is there
            CsvCells.Cell cell = row.get(Math.min(columns.size(), row.size() - 1));
            throw cells.problem(
                    cell.line(),
                    cell.column(),
                    "this row has " + row.size() + " cells, but the first one has " + columns.size()
                            + "; a cell that holds the separator must be in quotes");
        }
    }
}
