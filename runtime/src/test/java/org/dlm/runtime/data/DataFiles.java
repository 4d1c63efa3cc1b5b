package org.dlm.runtime.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;

/** Small files for tests, and calls that read them. */
final class DataFiles {
    private DataFiles() {}

    static Table read(Path folder, SourceCall call) {
        return ReaderRegistry.standard().read(call, new DataFolder(folder));
    }

    static Table read(Path folder, SourceCall call, DataLimits limits) {
        return ReaderRegistry.standard().within(limits).read(call, new DataFolder(folder));
    }

    /** All values of a column. */
    static double[] values(Column column) {
        double[] values = new double[(int) column.values().length()];
        column.values().copy(0, values.length, values, 0);
        return values;
    }

    /** The names of what is in a folder. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static SourceCall csv(String file) {
        return SourceCall.of("csv", new Argument.Text(file));
    }

    static SourceCall idx(String file) {
        return SourceCall.of("idx", new Argument.Text(file));
    }

    /** An IDX file with the given bytes after its header. */
    static byte[] idxBytes(int type, List<Integer> shape, int... bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) type, (byte) shape.size()});
        for (int extent : shape) {
            out.writeBytes(
                    new byte[] {(byte) (extent >>> 24), (byte) (extent >>> 16), (byte) (extent >>> 8), (byte) extent});
        }
        for (int value : bytes) {
            out.write(value);
        }
        return out.toByteArray();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
