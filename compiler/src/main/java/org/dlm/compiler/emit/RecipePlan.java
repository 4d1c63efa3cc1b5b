package org.dlm.compiler.emit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.memory.KeptLayouts;

/**
 * A recipe: its settings as data, its arithmetic as programs.
 *
 * @param name the name after {@code as}, or the model's
 * @param loss the name of the LOSS result that is minimised
 * @param hypers the recipe's own, without the model's
 * @param kept places of the weights, of gradients and of the optimizers' state
 * @param training what a batch tells: the LOSS result, adjoints delivered into the gradients, updates of buffers
 * @param update of parameters and state by the gradients; VALUE results of type NUMBER for logs
 * @param stateStart start values of the state, delivered there; absent where all are 0
 * @param gradient the LOSS result and VALUE results with the paths of parameters: their adjoints, for checks
 */
public record RecipePlan(
        String name,
        String documentation,
        String loss,
        Settings settings,
        List<HyperPlan> hypers,
        List<DataPlan> data,
        KeptLayouts kept,
        ProgramPlan training,
        ProgramPlan update,
        Optional<ProgramPlan> stateStart,
        ProgramPlan gradient) {
    public RecipePlan {
        hypers = List.copyOf(hypers);
        data = List.copyOf(data);
    }

    /** What the training loop needs to know. */
    public record Settings(
            int epochs,
            int batch,
            long seed,
            boolean shuffle,
            List<SplitPlan> splits,
            Optional<Measure> keep,
            Optional<Stalled> stop) {
        public Settings {
            splits = List.copyOf(splits);
        }
    }

    /** {@code train = 0.9}: a share, or {@code train = 55000}: a count. */
    public record SplitPlan(String name, double amount, boolean share) {}

    /** {@code max val.accuracy}. */
    public record Measure(String split, String name, boolean max) {}

    /** No improvement of a measure for so many epochs. */
    public record Stalled(Measure measure, int patience) {}

    /**
     * A data block.
     *
     * @param preparation its sources are columns with the names of {@code columns}, its VALUE results have the names of ports
     */
    public record DataPlan(String name, List<Reader> readers, List<Column> columns, ProgramPlan preparation) {
        public DataPlan {
            readers = List.copyOf(readers);
            columns = List.copyOf(columns);
        }
    }

    /** A use of a reader. */
    public record Reader(String name, List<Argument> positional, Map<String, Argument> named) {
        public Reader {
            positional = List.copyOf(positional);
            named = java.util.Collections.unmodifiableMap(new TreeMap<>(named));
        }
    }

    /** An argument of a reader. */
    public sealed interface Argument {
        record Text(String value) implements Argument {}

        record Number(double value) implements Argument {}

        record Flag(boolean value) implements Argument {}
    }

    /**
     * A column taken from a reader.
     *
     * @param name of the COLUMN source in the preparation
     * @param reader place of the reader in the block
     * @param type of one example
     * @param classes the number of classes, else 0
     */
    public record Column(String name, int reader, Choice choice, TensorType type, int classes) {}

    /** Which column of a reader. */
    public sealed interface Choice {
        record Named(String name) implements Choice {}

        record At(int place) implements Choice {}
    }
}
