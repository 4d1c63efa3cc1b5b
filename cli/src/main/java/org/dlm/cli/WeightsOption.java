package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dlm.runtime.checkpoint.RunFolder;
import org.dlm.runtime.model.Weights;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --weights}: what a training left. */
final class WeightsOption {
    @Option(
            names = "--weights",
            paramLabel = "FILE",
            required = true,
            description = "The trained weights: the folder that 'dlmc train' wrote to, or a safetensors file.")
    private Path weights;

    @Mixin
    private FormerName formerName;

    Path file() {
        return Files.isDirectory(weights) ? weights.resolve(RunFolder.WEIGHTS) : weights;
    }

    Weights load(LoadedModel model, Console console) {
        return formerName.read(model.description(), file(), console);
    }
}
