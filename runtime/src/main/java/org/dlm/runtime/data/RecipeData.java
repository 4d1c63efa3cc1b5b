package org.dlm.runtime.data;

import java.util.ArrayList;
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
 *
 * <p>Values that do not fit into the {@link DataLimits} of the readers are in files, which stay open until this is closed.
 */
public final class RecipeData implements AutoCloseable {
    /** Numbers of examples that are in memory at once: while they are divided; those of a split and of an epoch. */
    private static final int ORDERS = 3;

    private final List<RawData> blocks;
    private final Map<String, Split> splits;

    private RecipeData(List<RawData> blocks, Map<String, Split> splits) {
        this.blocks = List.copyOf(blocks);
        this.splits = Collections.unmodifiableMap(splits);
    }

    /**
     * Reads all blocks of a recipe.
     *
     * @param seed decides which examples belong to which split
     */
    public static RecipeData read(
            ModelFactory factory, RecipeDescription recipe, ReaderRegistry readers, DataFolder folder, long seed) {
        List<RawData> blocks = new ArrayList<>();
        try {
            for (DataBlock block : recipe.data()) {
                blocks.add(RawData.read(
                        factory.description(),
                        block,
                        maxBatch -> factory.preparation(recipe.name(), block.name(), maxBatch),
                        readers.beside(heldBytes(blocks)),
                        folder));
            }
            checkClassNames(blocks);
            checkOrders(blocks);
            return new RecipeData(blocks, splits(blocks, recipe, seed));
        } catch (RuntimeException refused) {
            blocks.forEach(RawData::close);
            throw refused;
        }
    }

    private static long heldBytes(List<RawData> blocks) {
        return blocks.stream()
                .map(RawData::storage)
                .mapToLong(DataStorage::heapBytes)
                .sum();
    }

    private static Map<String, Split> splits(List<RawData> blocks, RecipeDescription recipe, long seed) {
        Map<String, Split> splits = new LinkedHashMap<>();
        for (RawData data : blocks) {
            divide(data, recipe, seed).forEach((name, examples) -> {
                if (splits.put(name, new Split(name, data, examples)) != null) {
                    throw new DataException("the split " + name + " is given twice: as a part of data and as a block");
                }
            });
        }
        return splits;
    }

    /** Their values may be in files, but the order of the examples is always in memory. */
    private static void checkOrders(List<RawData> blocks) {
        long bytes = blocks.stream().mapToLong(RawData::examples).sum() * ORDERS * Integer.BYTES;
        if (bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new DataException("the order of " + bytes / ORDERS / Integer.BYTES + " examples takes " + bytes
                    + " bytes of memory, which is more than half of the heap; give Java a larger heap with -Xmx");
        }
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

    /**
     * The bytes of heap that the data take, about: values and classes in memory, and the order of the splits' examples.
     * What a stream of batches takes beside them is {@link Split#streamBytes}.
     */
    public long heapBytes() {
        long orders = splits.values().stream().mapToLong(Split::size).sum() * Integer.BYTES;
        return heldBytes(blocks) + orders;
    }

    /** Whether some values are read from files in each epoch, since they do not fit into memory. */
    public boolean isStreamed() {
        return blocks.stream().anyMatch(block -> !block.storage().files().isEmpty());
    }

    /**
     * Hexadecimal digits that change when anything in the data does, and are the same whether they are in memory or in
     * files: a run that goes on must have the digest that it began with.
     */
    public String digest() {
        ContentDigest digest = new ContentDigest();
        blocks.forEach(block -> digest.text(block.digest()));
        return digest.hex();
    }

    /** Closes the files that values are read from; no batch can be had any more. */
    @Override
    public void close() {
        blocks.forEach(RawData::close);
    }
}
