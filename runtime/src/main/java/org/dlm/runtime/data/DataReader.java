package org.dlm.runtime.data;

/**
 * Turns a source of a recipe into a table. Users write their own and {@link ReaderRegistry#with register} it under the
 * name that recipes call it by.
 */
@FunctionalInterface
public interface DataReader {
    /** Reads the whole source; problems are {@link org.dlm.runtime.problem.DataException}s. */
    Table read(ReaderCall call);
}
