package org.dlm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dlm.runtime.data.DataFolder;
import picocli.CommandLine.Option;

/** {@code --data}: the folder that the paths of a recipe are relative to. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the data files that the recipe names. Default: 'data' beside the .dlm file, 'data' in this folder,"
                            + " or the folder of the .dlm file, whichever is there first.")
    private Optional<Path> data = Optional.empty();

    DataFolder folder(LoadedModel model) {
        return new DataFolder(data.orElseGet(() -> found(model.folder())));
    }

    private static Path found(Path besideSource) {
        return List.of(besideSource.resolve("data"), Path.of("data")).stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(besideSource);
    }
}
