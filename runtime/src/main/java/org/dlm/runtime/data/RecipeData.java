package org.dlm.runtime.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.random.Permutation;

/**
 * All data of a recipe, read and divided into splits. The block {@code data} is divided by the recipe's {@code split};
 * every other block is the split of its name.
 */
public final class RecipeData {
    private final List<RawData> blocks;
    private final Map<String, Split> splits;

    private RecipeData(List<RawData> blocks, Map<String, Split> splits) {
        this.blocks = blocks;
        this.splits = Collections.unmodifiableMap(splits);
    }

    /**
     * Reads all blocks of a recipe.
     *
     * @param seed decides which examples belong to which split
     */
    public static RecipeData read(
            ModelFactory factory, RecipeDescription recipe, ReaderRegistry readers, DataFolder folder, long seed) {
        List<RawData> blocks = recipe.data().stream()
                .map(block -> RawData.read(
                        factory.description(),
                        block,
                        maxBatch -> factory.preparation(recipe.name(), block.name(), maxBatch),
                        readers,
                        folder))
                .toList();
        Map<String, Split> splits = new LinkedHashMap<>();
        for (RawData data : blocks) {
            divide(data, recipe, seed).forEach((name, examples) -> {
                if (splits.put(name, new Split(name, data, examples)) != null) {
                    throw new DataException("the split " + name + " is given twice: as a part of data and as a block");
                }
            });
        }
        checkClassNames(blocks);
        return new RecipeData(blocks, splits);
    }

    private static Map<String, int[]> divide(RawData data, RecipeDescription recipe, long seed) {
        DataBlock block = data.block();
        return block.name().equals("data")
                ? SplitPlan.divide(data.examples(), recipe.splits(), recipe.shuffle(), seed)
                : Map.of(block.name(), Permutation.identity(data.examples()));
    }

    /** The same text must be the same class in every block, or scores mean nothing. */
    private static void checkClassNames(List<RawData> blocks) {
        for (RawData block : blocks) {
            for (Column column : block.columns()) {
                for (Column first : blocks.getFirst().columns()) {
                    if (first.name().equals(column.name()) && !first.classes().equals(column.classes())) {
                        throw new DataException("column \"" + column.name() + "\" has the classes " + first.classes()
                                + " in " + blocks.getFirst().block().name() + " and " + column.classes() + " in "
                                + block.block().name() + ", so their numbers differ; the files need the same classes");
                    }
                }
            }
        }
    }

    /** The splits in the order of the recipe. */
    public Map<String, Split> splits() {
        return splits;
    }

    /** A digest of all values, their shapes and the names of their classes: other data give another one. */
    public String digest() {
        return DataDigest.of(blocks);
    }

    /** The split of this name. */
    public Split split(String name) {
        Split split = splits.get(name);
        if (split == null) {
            throw new DataException("the recipe has no split " + name + "; it has " + splits.keySet());
        }
        return split;
    }

    /**
     * Names of the classes of a port: those of the only column with names for that many classes. Empty where no column
     * has names, or where it is not clear which one it is.
     */
    public List<String> classNames(Port port) {
        List<List<String>> candidates = blocks.stream()
                .limit(1)
                .flatMap(data -> data.columns().stream())
                .map(Column::classes)
                .filter(names -> !names.isEmpty() && names.size() == port.classes())
                .toList();
        return candidates.size() == 1 ? candidates.getFirst() : List.of();
    }
}
