package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.memory.MemoryBytes;

/**
 * The bytes that a model's generated classes take from the heap, by what they are for. Everything is allocated when a program is
 * made, nothing when it runs; an array's header of 16 bytes is not counted.
 *
 * @param weights parameters and buffers
 * @param start what the start values are computed in, for a moment
 * @param ports one batch of all inputs and targets
 * @param evaluation what losses and metrics are computed in
 * @param inference what outputs are computed in, with a session's own copy of the inputs
 */
public record ModelMemory(
        long weights,
        MemoryBytes start,
        MemoryBytes ports,
        MemoryBytes evaluation,
        MemoryBytes inference,
        List<Recipe> recipes) {
    /** Of a model about which nothing is known. */
    public static final ModelMemory UNKNOWN =
            new ModelMemory(0, MemoryBytes.NONE, MemoryBytes.NONE, MemoryBytes.NONE, MemoryBytes.NONE, List.of());

    public ModelMemory {
        recipes = List.copyOf(recipes);
    }

    /**
     * A recipe.
     *
     * @param batch the one that the source says
     * @param state the optimizers' state
     * @param training activations and adjoints of a step, which share one array, for most of them do not live at the same time;
     *     and the gradients of the parameters
     * @param gradient the same of the loss and its derivative alone
     */
    public record Recipe(
            String name, int batch, long state, MemoryBytes training, MemoryBytes gradient, List<Block> blocks) {
        public Recipe {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * A block of data.
     *
     * @param raw one batch of the columns that are read
     * @param preparation what the ports are computed from them in
     */
    public record Block(String name, MemoryBytes raw, MemoryBytes preparation) {}
}
