package org.dlm.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dlm.runtime.files.FolderLock;
import org.dlm.runtime.files.FolderSpace;
import org.dlm.runtime.files.WholeFile;
import org.dlm.runtime.problem.StoredFileException;

/**
 * The folder that a run writes to: its weights and its checkpoint, held for this run alone as long as it is open.
 *
 * <pre>{@code
 * try (RunFolder folder = RunFolder.open(Path.of("out"))) {
 *     folder.requireSpace(values, 10);
 *     folder.clear();
 *     new TrainingRun(request.folder(folder).build(recipe, settings, data)).run();
 * }
 * }</pre>
 */
public final class RunFolder implements AutoCloseable {
    /** Name of the file with the kept weights. */
    public static final String WEIGHTS = "weights.safetensors";

    /** What a header may have besides the tensors: names of classes, and the scores of an epoch. */
    private static final long METADATA_BYTES = 1 << 16;

    private static final long EPOCH_BYTES = 1 << 10;

    /** A run that is to have more, as one that a rule stops may be, finds out later: space for millions of scores is not there. */
    private static final int EPOCHS_AHEAD = 1 << 10;

    private final Path path;
    private final FolderLock lock;

    private RunFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Whether a run has written to a folder. */
    public static boolean holdsRun(Path folder) {
        return Stream.of(WEIGHTS, Checkpoint.FILE_NAME).anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** Makes a folder where there is none, holds it, and deletes what killed runs left of unfinished files. */
    public static RunFolder open(Path folder) {
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.tryLock(folder).orElseThrow(() -> inUse(folder));
            RunFolder open = new RunFolder(folder, lock);
            open.tidy();
            return open;
        } catch (IOException exception) {
            throw cannotWrite(folder, exception);
        }
    }

    private void tidy() throws IOException {
        boolean isTidy = false;
        try {
            WholeFile.deleteLeftovers(path);
            isTidy = true;
        } finally {
            if (!isTidy) {
                lock.close();
            }
        }
    }

    private static StoredFileException inUse(Path folder) {
        return new StoredFileException("another training (" + FolderLock.holder(folder) + ") is writing to " + folder
                + "; wait for its end, or choose another folder");
    }

    private static StoredFileException cannotWrite(Path folder, IOException exception) {
        return new StoredFileException(
                "cannot write to the folder " + folder + ": " + exception
                        + "; is it writable and is there space? Else choose another one",
                exception);
    }

    /** Where the kept weights go. */
    public Path weights() {
        return path.resolve(WEIGHTS);
    }

    /** Where checkpoints go. */
    public Path checkpoint() {
        return path.resolve(Checkpoint.FILE_NAME);
    }

    /**
     * Throws where there is no space for weights and checkpoint of such a run: those that are kept, and the one that is being
     * written while the older one is still there.
     */
    public void requireSpace(Checkpoint.Values values, int epochs) {
        long metadata = METADATA_BYTES + EPOCH_BYTES * Math.min(epochs, EPOCHS_AHEAD);
        long checkpoint = Checkpoint.size(values) + metadata;
        long weights = values.weights().fileSize() + METADATA_BYTES;
        long kept = holdsRun(path) ? 0 : weights + checkpoint;
        long needed = kept + Math.max(weights, checkpoint);
        try {
            FolderSpace.require(path, needed);
        } catch (IOException exception) {
            throw new StoredFileException(
                    "there is no space for the weights and the checkpoint in the folder " + path + ", which need "
                            + needed + " bytes: " + exception + "; make space, or choose another folder",
                    exception);
        }
    }

    /** Deletes what an earlier run wrote, so that nobody takes it for this one's. */
    public void clear() {
        try {
            // the checkpoint first: without it there is nothing to go on with
            Files.deleteIfExists(checkpoint());
            Files.deleteIfExists(weights());
        } catch (IOException exception) {
            throw cannotWrite(path, exception);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException exception) {
            throw cannotWrite(path, exception);
        }
    }
}
