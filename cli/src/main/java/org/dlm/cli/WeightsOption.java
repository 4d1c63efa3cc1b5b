package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dlm.runtime.checkpoint.RunFolder;
import org.dlm.runtime.model.Weights;
import picocli.CommandLine.Option;

/** {@code --weights}: what a training left. */
final class WeightsOption {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            required = true,
            description = "The trained weights: the folder that 'dlmc train' wrote to, or a safetensors file.")
    private Path weights;

    Path file() {
        return Files.isDirectory(weights) ? weights.resolve(RunFolder.WEIGHTS) : weights;
    }

    Weights load(LoadedModel model) {
        Weights loaded = Weights.of(model.description());
        loaded.load(file());
        return loaded;
    }
}
