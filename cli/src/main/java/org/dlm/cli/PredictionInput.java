package org.dlm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.data.Column;
import org.dlm.runtime.data.ColumnValues;
import org.dlm.runtime.data.DataFolder;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.data.Table;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.RawColumn;
import org.dlm.runtime.program.RawColumn.ColumnChoice;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;

/**
 * A file in place of the one that a recipe's block reads first, so that its arithmetic (such as a division by 255) is done
 * here, too. What the file does not have, such as labels, is zero: outputs do not depend on targets.
 *
 * @param recipe the recipe
 * @param block the block whose arithmetic is done
 * @param file a csv file, or an idx one
 */
record PredictionInput(RecipeDescription recipe, DataBlock block, Path file) {
    private static final String READER = "dlmc.input.";
    private static final String CSV = "csv";

    /** The name under which the examples are found in what {@link #read} gives. */
    String split() {
        return block.name().equals("data") ? "train" : block.name();
    }

    RecipeData read(ModelFactory factory, DataFolder folder) {
        Table given = table(folder);
        ReaderRegistry readers = ReaderRegistry.standard();
        List<SourceCall> sources = new ArrayList<>();
        for (int s = 0; s < block.sources().size(); s++) {
            Table table = completed(s, s == 0 ? given.columns() : List.of(), given);
            sources.add(SourceCall.of(READER + s));
            readers = readers.with(READER + s, call -> table);
        }
        DataBlock replaced = new DataBlock(block.name(), sources, block.columns());
        return RecipeData.read(
                factory, SplitData.only(recipe, replaced, List.of(), false), readers, folder, recipe.seed());
    }

    /** Read as the recipe reads its own file, with the same header and separator, if it is of the same kind. */
    private Table table(DataFolder folder) {
        Path absolute = file.toAbsolutePath();
        String reader = absolute.toString().endsWith(".csv") ? CSV : "idx";
        SourceCall first = block.sources().getFirst();
        Map<String, Argument> settings = first.reader().equals(reader) ? first.named() : Map.of();
        SourceCall call = new SourceCall(reader, List.of(new Argument.Text(absolute.toString())), settings);
        return ReaderRegistry.standard().read(call, folder);
    }

    /** The given columns, and zeros for each other one that the block takes from this source. */
    private Table completed(int source, List<Column> given, Table all) {
        List<Column> columns = new ArrayList<>(given);
        for (RawColumn raw : block.columns()) {
            if (raw.source() == source) {
                complete(raw, all.examples(), columns);
            }
        }
        return new Table(file.toString(), columns, all.origin());
    }

    private static void complete(RawColumn raw, int examples, List<Column> columns) {
        switch (raw.column()) {
            case ColumnChoice.Named(String name) -> {
                if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                    columns.add(zeros(name, raw.shape(), examples));
                }
            }
            case ColumnChoice.At(int place) -> {
                while (columns.size() <= place) {
                    columns.add(zeros("column " + columns.size(), raw.shape(), examples));
                }
            }
        }
    }

    private static Column zeros(String name, Shape shape, int examples) {
        return Column.numbers(name, shape, new ColumnValues.Zeros((long) shape.size() * examples));
    }
}
