package org.dlm.runtime.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.safetensors.SafetensorsWriter;
import org.dlm.runtime.safetensors.TensorSource;

/** Checkpoints with any text for their progress. */
final class CheckpointFiles {
    private CheckpointFiles() {}

    static void write(Path file, String progress, Checkpoint.Values values) {
        List<TensorSource> sources = new ArrayList<>(values.weights().sources("weights/"));
        sources.addAll(values.state().sources("state/"));
        values.best().ifPresent(best -> sources.addAll(best.sources("best/")));
        SafetensorsWriter.write(file, sources, Map.of("dlm.run", progress));
    }
}
