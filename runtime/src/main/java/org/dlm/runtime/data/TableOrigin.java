package org.dlm.runtime.data;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a table was made of.
 *
 * @param digest gives hexadecimal digits that change when the values change, and are the same however they are held
 * @param places says where an example is
 */
public record TableOrigin(Supplier<String> digest, RowPlaces places) {
    /** That of a file whose bytes were digested while it was read. */
    public static TableOrigin of(String digest, RowPlaces places) {
        return new TableOrigin(() -> digest, places);
    }

    /** That of columns made in memory. */
    static TableOrigin of(List<Column> columns) {
        return new TableOrigin(() -> ContentDigest.of(columns), RowPlaces.BY_NUMBER);
    }
}
