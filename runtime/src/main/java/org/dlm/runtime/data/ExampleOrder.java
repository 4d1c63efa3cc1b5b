package org.dlm.runtime.data;

import org.dlm.runtime.random.Permutation;
import org.dlm.runtime.random.Places;

/** In which order an epoch goes through the examples of a split. */
sealed interface ExampleOrder {
    /** The examples of the split. */
    int[] examples();

    /** Fills in the order of an epoch: it depends on the epoch's number, not on what came before. */
    void fill(int epoch, int[] order);

    /** As they are, in every epoch. */
    record Fixed(int[] examples) implements ExampleOrder {
        @Override
        public void fill(int epoch, int[] order) {
            System.arraycopy(examples, 0, order, 0, order.length);
        }
    }

    /** In a random order that follows from seed and epoch. */
    record Shuffled(int[] examples, long seed) implements ExampleOrder {
        @Override
        public void fill(int epoch, int[] order) {
            System.arraycopy(examples, 0, order, 0, order.length);
            Permutation.shuffle(order, seed, epoch, Places.SHUFFLE);
        }
    }
}
