package org.dlm.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dlm.runtime.data.Column;
import org.dlm.runtime.data.DigitsReader;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.Table;

/** Where the samples' recipes find pictures: the real ones, or drawn ones under the same names. */
final class MnistData {
    private static final String VARIABLE = "DLM_DATA";

    private MnistData() {}

    /** The folder of MNIST; the test is skipped where there is none. */
    static Path folder() {
        Optional<Path> folder = Optional.ofNullable(System.getenv(VARIABLE)).map(data -> Path.of(data, "mnist"));
        assumeTrue(
                folder.filter(Files::isDirectory).isPresent(),
                "skipped: " + VARIABLE
                        + " names no folder with the folder mnist in it, which holds the IDX files of MNIST");
        return folder.orElseThrow();
    }

    /** Readers with a {@code idx} that draws digits, whatever the file; grey levels are 0 .. 255 as in the files. */
    static ReaderRegistry drawn(int count) {
        return ReaderRegistry.standard().with("idx", call -> {
            String file = call.text(0, "file");
            Table digits = DigitsReader.draw(count, file.startsWith("t10k") ? 1 : 0);
            Column column = digits.columns().get(file.contains("images") ? 0 : 1);
            return Table.of(file, Column.numbers("values", column.shape(), column.values()));
        });
    }
}
