package org.dlm.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model a command is about. */
final class ModelArgument {
    @Parameters(index = "0", paramLabel = "FILE", description = "The .dlm file that declares the model.")
    private Path file;

    @Option(names = "--model", paramLabel = "NAME", description = "Which model, if the file declares several.")
    private Optional<String> model = Optional.empty();

    Path file() {
        return file;
    }

    Optional<String> model() {
        return model;
    }
}
