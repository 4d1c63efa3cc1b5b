package org.dlm.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.Weights;
import picocli.CommandLine.Option;

/** {@code --former-name}: files of weights name their model, and a model may be renamed after its training. */
final class FormerName {
    @Option(
            names = "--former-name",
            paramLabel = "MODEL",
            description = "What the model was called, package included, when the weights were trained, if not as now.")
    private Optional<String> name = Optional.empty();

    boolean isGiven() {
        return name.isPresent();
    }

    /** Reads weights and says what is odd about their file. */
    Weights read(ModelDescription model, Path file, Console console) {
        Weights weights = Weights.read(model, file, name.orElse(""));
        weights.remark().ifPresent(remark -> console.err().println("dlmc: " + remark));
        return weights;
    }
}
