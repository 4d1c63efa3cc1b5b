package org.dlm.runtime.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.dlm.runtime.json.Json;
import org.dlm.runtime.json.JsonSyntaxException;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.safetensors.SafetensorsWriter;
import org.dlm.runtime.safetensors.TensorSource;

/**
 * Everything that a run needs to go on, in one safetensors file, so that it is replaced as a whole or not at all: the
 * weights under {@code weights/}, the optimizer state under {@code state/}, the kept weights under {@code best/}, and the
 * {@link RunProgress} as JSON in the header.
 */
public final class Checkpoint {
    /** Name of the file in an output folder. */
    public static final String FILE_NAME = "checkpoint.safetensors";

    private static final String WEIGHTS = "weights/";
    private static final String STATE = "state/";
    private static final String BEST = "best/";
    private static final String PROGRESS = "dlm.run";

    private final Path path;
    private final RunProgress progress;

    private Checkpoint(Path path, RunProgress progress) {
        this.path = path;
        this.progress = progress;
    }

    /** The values in a checkpoint. */
    public record Values(Weights weights, OptimizerState state, Optional<Weights> best) {}

    /** Writes a checkpoint, replacing an older one. */
    public static void save(Path file, RunProgress progress, Values values) {
        SafetensorsWriter.write(
                file,
                sources(values),
                Map.of(PROGRESS, RunProgressJson.write(progress).write()));
    }

    /** How many bytes a checkpoint takes without its progress. */
    public static long size(Values values) {
        return SafetensorsWriter.size(sources(values), Map.of());
    }

    private static List<TensorSource> sources(Values values) {
        List<TensorSource> sources = new ArrayList<>();
        sources.addAll(values.weights().sources(WEIGHTS));
        sources.addAll(values.state().sources(STATE));
        values.best().ifPresent(best -> sources.addAll(best.sources(BEST)));
        return sources;
    }

    /** Opens the checkpoint of an output folder, or a checkpoint file. */
    public static Checkpoint open(Path fileOrFolder) {
        Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(FILE_NAME) : fileOrFolder;
        if (!Files.isRegularFile(file)) {
            throw new StoredFileException("there is no checkpoint " + file.toAbsolutePath()
                    + "; give the folder that an earlier run wrote to");
        }
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            return new Checkpoint(file, readProgress(open));
        }
    }

    private static RunProgress readProgress(SafetensorsFile file) {
        String text = file.metadata().get(PROGRESS);
        if (text == null) {
            throw new StoredFileException(file.name() + " holds weights, but it is not a checkpoint: to begin a new run"
                    + " with these weights, give them as start weights");
        }
        try {
            return RunProgressJson.read(Json.parse(text));
        } catch (JsonSyntaxException
                | NoSuchElementException
                | ArithmeticException
                | IllegalArgumentException exception) {
            throw new StoredFileException(
                    file.name() + " is not a checkpoint of this version: " + exception.getMessage(), exception);
        }
    }

    /** How far the run had come. */
    public RunProgress progress() {
        return progress;
    }

    /** Refuses to go on with a run that is another one, and says in what. */
    public void requireSameRun(RunProgress.Identity wanted) {
        RunProgress.Identity found = progress.identity();
        requireSame("model", found.model(), wanted.model());
        requireSame("recipe", found.recipe(), wanted.recipe());
        requireSame("source of the model (digest)", found.sourceHash(), wanted.sourceHash());
        requireSame("precision", found.precision(), wanted.precision());
        requireSame("seed", found.seed(), wanted.seed());
        requireSame("batch", found.batch(), wanted.batch());
        requireSame("hyper values", found.hypers(), wanted.hypers());
        requireSame("data (digest)", found.data(), wanted.data());
    }

    /** Refuses progress that a run of this plan cannot have made, and to end before it. */
    public void requireFits(RunPlan plan) {
        plan.objection(progress).ifPresent(objection -> {
            throw new StoredFileException("the run in " + path + " cannot go on: " + objection);
        });
    }

    private void requireSame(String what, Object found, Object wanted) {
        if (!found.equals(wanted)) {
            throw new StoredFileException("the run in " + path + " cannot go on: its " + what + " is " + found
                    + ", but now it is " + wanted + "; use the old one, or begin a new run with its weights");
        }
    }

    /**
     * Puts the values back. Where one of them does not fit, none has changed.
     *
     * @param values where they go; {@code best} is filled where the run had kept weights
     */
    public void restore(Values values) {
        Weights weights = values.weights().copy();
        OptimizerState state = new OptimizerState(
                values.state().precision(),
                values.state().slots(),
                values.state().length());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            if (!readProgress(file).equals(progress)) {
                throw new StoredFileException(
                        path + " has changed since it was looked at: another training writes to it; wait for its end");
            }
            weights.readFrom(file, WEIGHTS);
            state.readFrom(file, STATE);
            if (progress.bestEpoch() >= 0 && values.best().isPresent()) {
                values.best().get().readFrom(file, BEST);
            }
        }
        values.weights().setAll(weights);
        values.state().setAll(state);
    }
}
