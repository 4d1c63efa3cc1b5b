package org.dlm.runtime.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.runtime.model.Hyper;

/**
 * What a {@code train} recipe says, apart from its arithmetic. Generated classes build one with {@link #named}.
 *
 * @param name the recipe's name; a recipe without {@code as} has its model's
 * @param loss the name of what is minimised, for messages
 * @param epochs how often the training split is gone through
 * @param batch examples in a step
 * @param seed seed of start values, draws, shuffling and splits
 * @param hypers the model's run-time numbers, then the recipe's own: {@link StepContext#hyper} numbers
 * @param data the data blocks
 * @param splits how the block {@code data} is divided; empty: all of it is {@code train}
 * @param shuffle whether the training examples have a new order in each epoch
 * @param keep which epoch's weights are kept; absent: the last one's
 * @param stop when the run ends early
 * @param lengths which of a run's lengths its update rules and schedules read, {@code steps} and {@code epochs}: a run that is made
 *     longer is then another one from its beginning
 */
public record RecipeDescription(
        String name,
        String loss,
        int epochs,
        int batch,
        long seed,
        List<Hyper> hypers,
        List<DataBlock> data,
        List<SplitPart> splits,
        boolean shuffle,
        Optional<KeepRule> keep,
        Optional<StopRule> stop,
        Set<String> lengths) {

    public RecipeDescription {
        hypers = List.copyOf(hypers);
        data = List.copyOf(data);
        splits = List.copyOf(splits);
        lengths = Collections.unmodifiableSet(new TreeSet<>(lengths));
    }

    /** Starts a description; what is not given has the language's default: 1 epoch, batch 32, seed 0. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Collects the parts in any order. */
    public static final class Builder {
        private final String name;
        private String loss = "loss";
        private int epochs = 1;
        private int batch = 32;
        private long seed;
        private final List<Hyper> hypers = new ArrayList<>();
        private final List<DataBlock> data = new ArrayList<>();
        private final List<SplitPart> splits = new ArrayList<>();
        private boolean shuffle = true;
        private Optional<KeepRule> keep = Optional.empty();
        private Optional<StopRule> stop = Optional.empty();
        private final Set<String> lengths = new TreeSet<>();

        private Builder(String name) {
            this.name = name;
        }

        /** Sets the name of what is minimised. */
        public Builder loss(String value) {
            loss = value;
            return this;
        }

        /** Sets the number of epochs. */
        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        /** Sets the number of examples in a step. */
        public Builder batch(int value) {
            batch = value;
            return this;
        }

        /** Sets the seed. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Adds a run-time number: first all of the model's, then the recipe's own. */
        public Builder hyper(Hyper value) {
            hypers.add(value);
            return this;
        }

        /** Adds a data block. */
        public Builder data(DataBlock block) {
            data.add(block);
            return this;
        }

        /** Adds a part of the block {@code data}. */
        public Builder split(SplitPart part) {
            splits.add(part);
            return this;
        }

        /** Sets whether the training examples are shuffled in each epoch; they are where it is not said. */
        public Builder shuffle(boolean value) {
            shuffle = value;
            return this;
        }

        /** Sets which epoch's weights are kept. */
        public Builder keep(KeepRule rule) {
            keep = Optional.of(rule);
            return this;
        }

        /** Sets when the run ends early. */
        public Builder stop(StopRule rule) {
            stop = Optional.of(rule);
            return this;
        }

        /** Says that the update rules or schedules read {@code steps} or {@code epochs}, the lengths of a run. */
        public Builder readsLength(String length) {
            lengths.add(length);
            return this;
        }

        /** The finished description. */
        public RecipeDescription build() {
            return new RecipeDescription(
                    name, loss, epochs, batch, seed, hypers, data, splits, shuffle, keep, stop, lengths);
        }
    }
}
