package org.dlm.runtime.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.EpochScores;
import org.dlm.runtime.safetensors.SafetensorsWriter;
import org.dlm.runtime.safetensors.TensorSource;

/** The checkpoint of a run after three epochs of five, and checkpoints with any text for their progress. */
final class CheckpointFiles {
    static final RunProgress.Identity IDENTITY =
            new RunProgress.Identity("Line", "1234", "F32", "Line", 42, 8, Map.of("lr", 0.05), "cafe");

    private CheckpointFiles() {}

    static EpochScores scores(int epoch, double total) {
        return new EpochScores(epoch, Map.of("val", Map.of("total", total)));
    }

    static RunProgress progress() {
        return new RunProgress(IDENTITY, 5, 24, 3, 1, List.of(scores(0, 0.5), scores(1, 0.25), scores(2, Double.NaN)));
    }

    static Checkpoint.Values values(double first) {
        Weights weights = new Weights(Precision.F32, List.of(new TensorSlot("w", Shape.of(2), 0, true)), 2);
        weights.set("w", first, 2);
        OptimizerState state =
                new OptimizerState(Precision.F32, List.of(new TensorSlot("w/v", Shape.of(2), 0, false)), 2);
        state.set("w/v", 3, 4);
        return new Checkpoint.Values(weights, state, Optional.of(weights.copy()));
    }

    static void write(Path file, String progress, Checkpoint.Values values) {
        List<TensorSource> sources = new ArrayList<>(values.weights().sources("weights/"));
        sources.addAll(values.state().sources("state/"));
        values.best().ifPresent(best -> sources.addAll(best.sources("best/")));
        SafetensorsWriter.write(file, sources, Map.of("dlm.run", progress));
    }
}
