package org.dlm.runtime.model;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dlm.runtime.problem.StoredFileException;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.safetensors.SafetensorsWriter;

/**
 * The values of all parameters and buffers of one model. A trainer changes its own; inference sessions share theirs,
 * which are immutable from the first {@link #share()} on: to train them further, train a {@link #copy()}.
 *
 * <pre>{@code
 * Weights weights = Weights.of(LeNet5.description());
 * weights.load(Path.of("lenet5.safetensors"));
 * double[] bias = weights.get("head/b");
 * }</pre>
 *
 * <p>Until then one thread changes them at a time, and none reads them meanwhile; otherwise one of the two gets a
 * {@link java.util.ConcurrentModificationException}.
 */
public final class Weights extends TensorStorage {
    /** Name of the file in a folder that a training wrote to. */
    public static final String FILE_NAME = "weights.safetensors";

    private final Optional<WeightsOrigin> origin;
    private final ReadersOrWriter use = new ReadersOrWriter();
    private volatile Optional<String> remark = Optional.empty();

    /** All zeros, of no model in particular. */
    public Weights(Precision precision, List<TensorSlot> slots, int length) {
        this(precision, slots, length, Optional.empty());
    }

    private Weights(Precision precision, List<TensorSlot> slots, int length, Optional<WeightsOrigin> origin) {
        super(precision, slots, length);
        this.origin = origin;
    }

    /** All zeros, laid out for a model. */
    public static Weights of(ModelDescription model) {
        return new Weights(
                model.precision(), model.weights(), model.weightsLength(), Optional.of(WeightsOrigin.of(model)));
    }

    /**
     * Those of a model in a file, as {@link #load(Path, String)} takes them, without memory for a second copy.
     *
     * @param model the model
     * @param path the file, or a folder that a training wrote to
     * @param formerName the model's former name with its package; empty: none
     */
    public static Weights read(ModelDescription model, Path path, String formerName) {
        Weights weights = of(model);
        try (SafetensorsFile file = SafetensorsFile.open(fileOf(path))) {
            weights.requireOrigin(file, formerName);
            weights.readFrom(file, "");
            weights.remark = weights.origin.flatMap(own -> own.remark(file));
        }
        return weights;
    }

    /** Makes the values immutable for good, and thus safe to read from many threads. */
    public Weights share() {
        use.freeze();
        return this;
    }

    /** Whether the values can no longer change. */
    public boolean isShared() {
        return use.isFrozen();
    }

    /** These weights for one who trains them: throws where they are shared. */
    public Weights writable() {
        use.beginChange();
        use.endChange();
        return this;
    }

    @Override
    public void beginChange() {
        use.beginChange();
    }

    @Override
    public void endChange() {
        use.endChange();
    }

    @Override
    public void beginRead() {
        use.beginRead();
    }

    @Override
    public void endRead() {
        use.endRead();
    }

    /** Equal values that may change. */
    public Weights copy() {
        Weights copy = new Weights(precision(), slots(), length(), origin);
        copy.setAll(this);
        copy.remark = remark;
        return copy;
    }

    /** These values as they are now, immutable: this object where it is shared, else a copy. */
    public Weights snapshot() {
        return isShared() ? this : copy().share();
    }

    /** These weights, or an exception where they are those of another model. */
    public Weights fitting(String argument, ModelDescription model) {
        boolean isOther = origin.isPresent() && !origin.get().model().equals(model.qualifiedName());
        if (isOther) {
            throw new IllegalArgumentException(argument + " belongs to the model "
                    + origin.get().model() + "; weights of " + model.qualifiedName() + " are needed");
        }
        if (precision() != model.precision() || length() != model.weightsLength() || !slots().equals(model.weights())) {
            throw new IllegalArgumentException(argument + " has other tensors than the model " + model.qualifiedName()
                    + ", or another precision; make it by Weights.of(description)");
        }
        return this;
    }

    /** Reads all tensors from a safetensors file; extra, missing or misshapen ones are an error and change nothing. */
    public void load(Path path) {
        load(path, "");
    }

    /**
     * The same where the model had another name when the file was written.
     *
     * @param path the file, or a folder that a training wrote to
     * @param formerName the model's former name with its package
     */
    public void load(Path path, String formerName) {
        try (SafetensorsFile file = SafetensorsFile.open(fileOf(path))) {
            load(file, formerName);
        }
    }

    /** The same from a stream, such as a resource of the program; {@code name} is for messages. */
    public void load(String name, InputStream in) {
        Objects.requireNonNull(name, "name is null: it says in messages where the weights come from");
        Objects.requireNonNull(in, "in is null: there is no such resource");
        try (SafetensorsFile file = SafetensorsFile.read(name, in)) {
            load(file, "");
        }
    }

    /** How many bytes {@link #save(Path)} writes. */
    public long fileSize() {
        return SafetensorsWriter.size(sources(""), Map.of());
    }

    /** Into fresh memory first: whatever goes wrong, nothing has changed. */
    private void load(SafetensorsFile file, String formerName) {
        requireOrigin(file, formerName);
        Weights fresh = new Weights(precision(), slots(), length());
        fresh.readFrom(file, "");
        setAll(fresh);
        remark = origin.flatMap(own -> own.remark(file));
    }

    private void requireOrigin(SafetensorsFile file, String formerName) {
        Objects.requireNonNull(formerName, "formerName is null: give the model's former name");
        origin.ifPresent(own -> own.requireIn(file, formerName));
    }

    private static Path fileOf(Path path) {
        Objects.requireNonNull(path, "file is null: give the path of a safetensors file");
        if (!Files.isDirectory(path)) {
            return path;
        }
        Path file = path.resolve(FILE_NAME);
        if (!Files.isRegularFile(file)) {
            throw new StoredFileException("the folder " + path.toAbsolutePath() + " has no file " + FILE_NAME
                    + "; give a file of weights, or the folder that a training wrote to");
        }
        return file;
    }

    /** What is odd about the file that these values were loaded from, for people to read; usually nothing. */
    public Optional<String> remark() {
        return remark;
    }

    /** Writes all tensors as a safetensors file, which replaces an older one only when it is complete. */
    public void save(Path file) {
        save(file, Map.of());
    }

    /**
     * The same with text entries in the file's header, such as the names of classes. Weights of a model add its name, so
     * that no other model takes them for its own.
     */
    public void save(Path file, Map<String, String> metadata) {
        Objects.requireNonNull(file, "file is null: give the path of a file to write");
        Map<String, String> all = origin.map(own -> own.with(metadata)).orElse(metadata);
        beginRead();
        try {
            SafetensorsWriter.write(file, sources(""), all);
        } finally {
            endRead();
        }
    }
}
