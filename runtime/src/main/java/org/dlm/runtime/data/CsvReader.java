package org.dlm.runtime.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dlm.runtime.problem.DataException;

/**
 * Reads comma-separated text in UTF-8: {@code csv("people.csv")}, {@code csv("iris.csv", header = false)},
 * {@code csv("wine.csv", separator = ";")}.
 *
 * <p>A column whose cells are all numbers is numeric. Any other column is one of classes: its different texts in
 * alphabetical order, so that the numbers do not depend on the order of the rows. Without a header the columns are called
 * "1", "2", …
 *
 * <p>The file is read once; only if a column has numbers and then a text is it read again, now that these numbers are known
 * to be names, and must then have the same bytes. Values that do not fit into memory go to a spill file.
 */
public final class CsvReader implements DataReader {
    private final UnaryOperator<InputStream> passage;

    /** A reader of files. */
    public CsvReader() {
        this(UnaryOperator.identity());
    }

    /** A reader whose bytes pass by a watcher. */
    CsvReader(UnaryOperator<InputStream> passage) {
        this.passage = passage;
    }

    @Override
    public Table read(ReaderCall call) {
        call.allowOnly(1, "file", "header", "separator");
        String separator = call.text("separator", ",");
        if (separator.length() != 1 || "\"\r\n\0".contains(separator) || Character.isSurrogate(separator.charAt(0))) {
            throw new DataException("csv: separator must be one character, but it is \"" + separator + "\"");
        }
        CsvForm form = new CsvForm(call.flag("header", true), separator.charAt(0));
        Path path = call.file(0, "file");
        try (DataFile file = DataFile.open(path, passage)) {
            return read(file, form, call.limits());
        } catch (IOException exception) {
            throw new DataException("cannot read " + path + ": " + exception, exception);
        }
    }

    private static Table read(DataFile file, CsvForm form, DataLimits limits) throws IOException {
        Set<Integer> mixed;
        String digest;
        try (CsvPass first = new CsvPass(file.name(), file.bytes(), form, Set.of(), limits)) {
            file.checkUnchanged();
            mixed = first.mixed();
            digest = first.digest();
            if (mixed.isEmpty()) {
                return first.table(digest);
            }
        }
        try (CsvPass second = new CsvPass(file.name(), file.bytes(), form, mixed, limits)) {
            file.checkUnchanged();
            if (!second.digest().equals(digest)) {
                throw new DataException(file.name() + " was changed while it was read; read it again");
            }
            return second.table(digest);
        }
    }
}
