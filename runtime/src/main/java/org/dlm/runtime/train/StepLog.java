package org.dlm.runtime.train;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.program.TrainingProgram;

/**
 * Writes one line of comma-separated values for each step: {@code step,epoch,loss,lr}. The lines of an epoch are on the disk before
 * its checkpoint is, so that a run that goes on from there finds all lines up to it; it takes away the later ones.
 */
public final class StepLog implements TrainingListener, AutoCloseable {
    private static final String HEADER = "step,epoch,loss,lr";

    private final Path file;
    private final long kept;
    private final FileChannel channel;
    private final BufferedWriter out;

    /** Begins a file, replacing an older one. */
    public StepLog(Path file) {
        this(file, 0);
    }

    /**
     * Goes on after some step with the file that there is, or begins one. It is opened now and changed when the run starts: one that
     * is refused leaves an older log as it was.
     */
    public StepLog(Path file, long step) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            this.kept = step > 0 && Files.exists(file) ? LoggedSteps.bytesUpTo(file, HEADER, step) : 0;
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            this.out = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
        } catch (IOException exception) {
            throw cannotWrite(exception);
        }
    }

    @Override
    public void onStart(TrainingStart start) {
        try {
            channel.truncate(kept).position(kept);
            if (kept == 0) {
                out.write(HEADER + "\n");
            }
            out.flush();
        } catch (IOException exception) {
            throw cannotWrite(exception);
        }
    }

    @Override
    public void onStep(long step, int epoch, double loss, TrainingProgram trainer) {
        try {
            out.write(step + "," + epoch + "," + loss + "," + trainer.setting("lr") + "\n");
        } catch (IOException exception) {
            throw cannotWrite(exception);
        }
    }

    @Override
    public void onEpoch(EpochReport report) {
        toDisk();
    }

    /** A run that a signal ends may never come to {@link #close}. */
    @Override
    public void onEnd(TrainingResult result) {
        toDisk();
    }

    private void toDisk() {
        try {
            out.flush();
            channel.force(false);
        } catch (IOException exception) {
            throw cannotWrite(exception);
        }
    }

    @Override
    public void close() {
        try (channel) {
            out.flush();
        } catch (IOException exception) {
            throw cannotWrite(exception);
        }
    }

    private StoredFileException cannotWrite(IOException exception) {
        return new StoredFileException(
                "cannot write the log " + file + ": " + exception + "; is the folder writable and is there space?",
                exception);
    }
}
