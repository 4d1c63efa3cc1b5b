package org.dlm.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.dlm.runtime.checkpoint.Checkpoint;
import org.dlm.runtime.train.StepLog;

/** {@code --log}, if it is asked for. */
record Logging(Optional<StepLog> listener) implements AutoCloseable {
    Logging(Optional<Path> file, Optional<Checkpoint> resumed) {
        this(file.map(path -> new StepLog(
                path, resumed.map(checkpoint -> checkpoint.progress().step()).orElse(0L))));
    }

    @Override
    public void close() {
        listener.ifPresent(StepLog::close);
    }
}
