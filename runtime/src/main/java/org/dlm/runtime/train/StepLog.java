package org.dlm.runtime.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.program.TrainingProgram;

/** Writes one line of comma-separated values for each step: {@code step,epoch,loss,lr}. */
public final class StepLog implements TrainingListener, AutoCloseable {
    private final Path file;
    private final BufferedWriter out;

    /** Begins a file, replacing an older one. */
    public StepLog(Path file) {
        this.file = file;
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            out.write("step,epoch,loss,lr\n");
        } catch (IOException exception) {
            throw new StoredFileException("cannot write the log " + file + ": " + exception, exception);
        }
    }

    @Override
    public void onStep(long step, int epoch, double loss, TrainingProgram trainer) {
        try {
            out.write(step + "," + epoch + "," + loss + "," + trainer.setting("lr") + "\n");
        } catch (IOException exception) {
            throw new StoredFileException("cannot write the log " + file + ": " + exception, exception);
        }
    }

    /** Each epoch's lines are in the file when it ends. */
    @Override
    public void onEpoch(EpochReport report) {
        try {
            out.flush();
        } catch (IOException exception) {
            throw new StoredFileException("cannot write the log " + file + ": " + exception, exception);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
