package org.dlm.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.runtime.data.DataFolder;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.SplitPart;

/**
 * One split of a recipe, without reading the data of the others: whoever tests weights need not have the training data.
 *
 * @param recipe the recipe
 * @param split the split's name
 */
record SplitData(RecipeDescription recipe, String split) {
    private static final String DIVIDED = "data";
    private static final String TRAIN = "train";

    /** The wanted split; unless it is said the test data, else what validates, else all there is. */
    static SplitData of(RecipeDescription recipe, Optional<String> wanted) {
        List<String> names = names(recipe);
        String name = wanted.orElseGet(() -> List.of("test", "val").stream()
                .filter(names::contains)
                .findFirst()
                .orElse(TRAIN));
        if (!names.contains(name)) {
            throw new DataException(
                    "the recipe " + recipe.name() + " has no split '" + name + "'; it has " + String.join(", ", names));
        }
        return new SplitData(recipe, name);
    }

    private static List<String> names(RecipeDescription recipe) {
        Set<String> names = new LinkedHashSet<>();
        for (DataBlock block : recipe.data()) {
            if (!block.name().equals(DIVIDED)) {
                names.add(block.name());
            } else if (recipe.splits().isEmpty()) {
                names.add(TRAIN);
            } else {
                recipe.splits().stream().map(SplitPart::name).forEach(names::add);
            }
        }
        return new ArrayList<>(names);
    }

    /** The block that the split is read from. */
    DataBlock block() {
        return recipe.data().stream()
                .filter(block -> block.name().equals(split))
                .findFirst()
                .orElseGet(() -> recipe.data().stream()
                        .filter(block -> block.name().equals(DIVIDED))
                        .findFirst()
                        .orElseThrow());
    }

    /** The split with its block. */
    RecipeData read(ModelFactory factory, ReaderRegistry readers, DataFolder folder, long seed) {
        RecipeDescription alone = only(recipe, block(), recipe.splits(), recipe.shuffle());
        return RecipeData.read(factory, alone, readers, folder, seed);
    }

    /** A recipe with one block of data, divided so. */
    static RecipeDescription only(RecipeDescription recipe, DataBlock block, List<SplitPart> splits, boolean shuffle) {
        return new RecipeDescription(
                recipe.name(),
                recipe.loss(),
                recipe.epochs(),
                recipe.batch(),
                recipe.seed(),
                recipe.hypers(),
                List.of(block),
                splits,
                shuffle,
                recipe.keep(),
                recipe.stop(),
                recipe.lengths());
    }
}
