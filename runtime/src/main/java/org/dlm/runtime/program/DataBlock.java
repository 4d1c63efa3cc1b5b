package org.dlm.runtime.program;

import java.util.List;

/**
 * A {@code data}, {@code val} or {@code test} block of a recipe. Its arithmetic is the
 * {@link ModelFactory#preparation preparation program} of the same name.
 *
 * @param name {@code data} (which the recipe's splits divide), or the split it stands for
 * @param sources the readers that it calls; all columns used together must have equally many examples
 * @param columns what it takes from them; a column's number is its place here
 */
public record DataBlock(String name, List<SourceCall> sources, List<RawColumn> columns) {
    public DataBlock {
        sources = List.copyOf(sources);
        columns = List.copyOf(columns);
    }
}
