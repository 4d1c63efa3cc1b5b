package org.dlm.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.dlm.runtime.data.CsvCells.Cell;
import org.dlm.runtime.problem.DataException;

/** One reading of a csv file from its first byte to its last; each row becomes a record of doubles. */
final class CsvPass implements AutoCloseable {
    private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    private final String file;
    private final CsvForm form;
    private final Set<Integer> knownTexts;
    private final DigestStream in;
    private final RecordsWriter writer;
    private final ClassTexts.Room room;
    private final CsvLines lines = new CsvLines();
    private final List<CsvColumn> columns = new ArrayList<>();
    private int rows;

    /**
     * Reads a file.
     *
     * @param knownTexts numbers of columns that are known to be classes although they begin with numbers
     */
    CsvPass(String file, InputStream bytes, CsvForm form, Set<Integer> knownTexts, DataLimits limits)
            throws IOException {
        this.file = file;
        this.form = form;
        this.knownTexts = knownTexts;
        this.in = new DigestStream(bytes);
        this.writer = new RecordsWriter(file, limits);
        this.room = new ClassTexts.Room(limits.textBytes());
        try {
            readRows(new CsvCells(file, in, form.separator()));
        } catch (IOException | RuntimeException failed) {
            writer.close();
            throw failed;
        }
    }

    private void readRows(CsvCells cells) throws IOException {
        List<Cell> row = cells.row();
        nameColumns(cells, row);
        if (form.header()) {
            row = cells.row();
        }
        for (; !row.isEmpty(); row = cells.row()) {
            checkLength(cells, row);
            lines.add(rows, row.getFirst().line());
            for (int c = 0; c < row.size(); c++) {
                writer.writeDouble(columns.get(c).take(row.get(c)));
            }
            rows++;
        }
        if (rows == 0) {
            throw new DataException(file + " has no rows" + (form.header() ? " after its header" : ""));
        }
    }

    private void nameColumns(CsvCells cells, List<Cell> row) {
        Set<String> names = new HashSet<>();
        for (int c = 0; c < row.size(); c++) {
            Cell cell = row.get(c);
            String name = form.header() ? cell.text() : Integer.toString(c + 1);
            if (!names.add(name)) {
                throw cells.problem(cell.line(), cell.column(), "two columns are called \"" + name + "\"");
            }
            columns.add(new CsvColumn(file, name, knownTexts.contains(c), new ClassTexts(room)));
        }
    }

    private void checkLength(CsvCells cells, List<Cell> row) {
        if (row.size() != columns.size()) {
            // the first cell too many, or the last one that is there
            Cell cell = row.get(Math.min(columns.size(), row.size() - 1));
            throw cells.problem(
                    cell.line(),
                    cell.column(),
                    "this row has " + row.size() + " cells, but the first one has " + columns.size()
                            + "; a cell that holds the separator must be in quotes");
        }
        if (rows == MOST_ROWS) {
            throw cells.problem(
                    row.getFirst().line(), 1, "there are more than the " + MOST_ROWS + " rows that are possible");
        }
    }

    /** The columns that turned out to be classes after some numbers. */
    Set<Integer> mixed() {
        return new TreeSet<>(IntStream.range(0, columns.size())
                .filter(c -> columns.get(c).isMixed())
                .boxed()
                .toList());
    }

    /** The digest of all bytes, and of how they were understood; once. */
    String digest() {
        return new ContentDigest().text(form.toString()).text(in.digest()).hex();
    }

    /** What was read, if no column is mixed; once. */
    Table table(String digest) {
        int recordBytes = Math.multiplyExact(columns.size(), Double.BYTES);
        Records records = writer.finish();
        List<Column> made = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            made.add(columns.get(c)
                    .column(new RecordValues(records, recordBytes, c * Double.BYTES, ElementForm.DOUBLE, 1)));
        }
        return new Table(file, made, TableOrigin.of(digest, lines));
    }

    @Override
    public void close() {
        writer.close();
    }
}
