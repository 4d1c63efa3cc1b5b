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

/**
 * All examples of a data block, as the readers gave them and checked against the recipe.
 *
 * @param model whose ports the block feeds
 * @param block the block
 * @param columns one for each of the block's raw columns
 * @param preparation gives the block's arithmetic for a largest batch; a program serves one thread
 */
record RawData(
        ModelDescription model, DataBlock block, List<Column> columns, IntFunction<PreparationProgram> preparation) {

    static RawData read(
            ModelDescription model,
            DataBlock block,
            IntFunction<PreparationProgram> preparation,
            ReaderRegistry readers,
            DataFolder folder) {
        List<Table> tables = block.sources().stream()
                .map(source -> readers.read(source, folder))
                .toList();
        List<Column> columns = new ArrayList<>();
        for (RawColumn raw : block.columns()) {
            Table table = tables.get(raw.source());
            columns.add(new ColumnFit(table, table.column(raw.column()), raw).checked());
        }
        checkExamples(block, tables);
        return new RawData(model, block, List.copyOf(columns), preparation);
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
}
