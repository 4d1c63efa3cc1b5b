package org.dlm.runtime.data;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SourceCall;

/**
 * The readers that recipes may call, by name.
 *
 * <pre>{@code
 * ReaderRegistry readers = ReaderRegistry.standard().with("weather", call -> read(call.file(0, "file")));
 * }</pre>
 */
public final class ReaderRegistry {
    private final Map<String, DataReader> readers;
    private final DataLimits limits;

    private ReaderRegistry(Map<String, DataReader> readers, DataLimits limits) {
        this.readers = Collections.unmodifiableMap(readers);
        this.limits = limits;
    }

    /** The readers that come with the runtime. */
    public static ReaderRegistry standard() {
        return new ReaderRegistry(
                new TreeMap<>(Map.of(
                        "idx", new IdxReader(),
                        "csv", new CsvReader(),
                        "synthetic.digits", new DigitsReader(),
                        "synthetic.spirals", new SpiralsReader(),
                        "synthetic.moons", new MoonsReader())),
                DataLimits.standard());
    }

    /** These readers and one more, which replaces one of the same name. */
    public ReaderRegistry with(String name, DataReader reader) {
        Map<String, DataReader> more = new TreeMap<>(readers);
        more.put(name, reader);
        return new ReaderRegistry(more, limits);
    }

    /** These readers with other limits of memory. */
    public ReaderRegistry within(DataLimits other) {
        return new ReaderRegistry(readers, other);
    }

    /** These readers when so much of their memory is taken already. */
    ReaderRegistry beside(long heldBytes) {
        return within(limits.beside(heldBytes));
    }

    /** Reads a source. */
    public Table read(SourceCall source, DataFolder folder) {
        DataReader reader = readers.get(source.reader());
        if (reader == null) {
            throw new DataException("there is no reader called " + source.reader() + "; there are " + readers.keySet()
                    + ", and a program can register its own");
        }
        return reader.read(new ReaderCall(source, folder, limits));
    }
}
