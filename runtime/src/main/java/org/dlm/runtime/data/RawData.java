package org.dlm.runtime.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.RawColumn;
import org.dlm.runtime.program.SourceCall;

/**
 * All examples of a data block, as the readers gave them and checked against the recipe.
 *
 * @param model whose ports the block feeds
 * @param block the block
 * @param tables what was read, one for each of the block's sources
 * @param columns one for each of the block's raw columns
 * @param preparation gives the block's arithmetic for a largest batch; a program serves one thread
 */
record RawData(
        ModelDescription model,
        DataBlock block,
        List<Table> tables,
        List<Column> columns,
        IntFunction<PreparationProgram> preparation)
        implements AutoCloseable {

    static RawData read(
            ModelDescription model,
            DataBlock block,
            IntFunction<PreparationProgram> preparation,
            ReaderRegistry readers,
            DataFolder folder) {
        List<Table> tables = new ArrayList<>();
        try {
            for (SourceCall source : block.sources()) {
                long held = DataStorage.of(tables).heapBytes();
                tables.add(readers.beside(held).read(source, folder));
            }
            return new RawData(model, block, List.copyOf(tables), fitted(block, tables), preparation);
        } catch (RuntimeException refused) {
            DataStorage.of(tables).close();
            throw refused;
        }
    }

    private static List<Column> fitted(DataBlock block, List<Table> tables) {
        List<ColumnFit> fits = new ArrayList<>();
        for (RawColumn raw : block.columns()) {
            Table table = tables.get(raw.source());
            fits.add(new ColumnFit(table, table.column(raw.column()), raw));
        }
        new BlockFit().check(fits);
        checkExamples(block, tables);
        return fits.stream().map(ColumnFit::column).toList();
    }

    private static void checkExamples(DataBlock block, List<Table> tables) {
        Table first = tables.getFirst();
        for (Table table : tables) {
            if (table.examples() != first.examples()) {
                throw new DataException(block.name() + ": " + first.source() + " has " + first.examples()
                        + " examples, but " + table.source() + " has " + table.examples()
                        + "; they are used together, so both need equally many");
            }
        }
    }

    int examples() {
        return columns.getFirst().examples();
    }

    /** The ports of the raw batch. */
    List<Port> ports() {
        return block.columns().stream().map(RawColumn::port).toList();
    }

    /** What holds the values. */
    DataStorage storage() {
        return DataStorage.of(tables);
    }

    /** Changes when any value that was read changes. */
    String digest() {
        ContentDigest digest = new ContentDigest().text(block.name());
        tables.forEach(table -> digest.text(table.origin().digest().get()));
        return digest.hex();
    }

    /** Where an example is in the block's first source, for messages. */
    String place(int example) {
        Table first = tables.getFirst();
        return first.source() + ", " + first.origin().places().place(example);
    }

    @Override
    public void close() {
        storage().close();
    }
}
