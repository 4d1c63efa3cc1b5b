package org.dlm.runtime.model;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.safetensors.SafetensorsWriter;

/**
 * The values of all parameters and buffers of one model. A trainer changes its own; inference sessions share theirs,
 * which are immutable from the first {@link #share()} on: to train them further, train a {@link #copy()}.
 *
 * <pre>{@code
 * Weights weights = Weights.of(LeNet5.factory().description());
 * weights.load(Path.of("lenet5.safetensors"));
 * double[] bias = weights.get("head/b");
 * }</pre>
 */
public final class Weights extends TensorStorage {
    private volatile boolean shared;

    /** All zeros. */
    public Weights(Precision precision, List<TensorSlot> slots, int length) {
        super(precision, slots, length);
    }

    /** All zeros, laid out for a model. */
    public static Weights of(ModelDescription model) {
        return new Weights(model.precision(), model.weights(), model.weightsLength());
    }

    /** Makes the values immutable for good, and thus safe to read from many threads. */
    public Weights share() {
        shared = true;
        return this;
    }

    /** Whether the values can no longer change. */
    public boolean isShared() {
        return shared;
    }

    /** These weights for one who trains them: throws where they are shared. */
    public Weights writable() {
        requireWritable();
        return this;
    }

    @Override
    void requireWritable() {
        if (shared) {
            throw new IllegalStateException("these weights are shared with inference sessions and cannot change;"
                    + " train a copy of them: weights.copy()");
        }
    }

    /** Equal values that may change. */
    public Weights copy() {
        Weights copy = new Weights(precision(), slots(), length());
        copy.setAll(this);
        return copy;
    }

    /** Reads all tensors from a safetensors file; extra, missing or misshapen ones are an error and change nothing. */
    public void load(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            readFrom(file, "");
        }
    }

    /** The same from a stream, such as a resource of the program; {@code name} is for messages. */
    public void load(String name, InputStream in) {
        try (SafetensorsFile file = SafetensorsFile.read(name, in)) {
            readFrom(file, "");
        }
    }

    /** How many bytes {@link #save(Path)} writes. */
    public long fileSize() {
        return SafetensorsWriter.size(sources(""), Map.of());
    }

    /** Writes all tensors as a safetensors file, which replaces an older one only when it is complete. */
    public void save(Path file) {
        save(file, Map.of());
    }

    /** The same with text entries in the file's header, such as the model's name. */
    public void save(Path file, Map<String, String> metadata) {
        SafetensorsWriter.write(file, sources(""), metadata);
    }
}
