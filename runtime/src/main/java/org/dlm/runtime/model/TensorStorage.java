package org.dlm.runtime.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.safetensors.SafetensorsFile;
import org.dlm.runtime.safetensors.TensorSource;

/**
 * Named tensors in one array: {@code float[]} for {@link Precision#F32}, {@code double[]} for {@link Precision#F64},
 * never both. Generated code works on the array; files and users work on paths.
 */
public abstract sealed class TensorStorage permits Weights, OptimizerState, Gradients {
    private static final float[] NO_FLOATS = {};
    private static final double[] NO_DOUBLES = {};

    private final Precision precision;
    private final List<TensorSlot> slots;
    private final Map<String, TensorSlot> byPath;
    private final TensorSlot[] byPlace;
    private final float[] floats;
    private final double[] doubles;

    TensorStorage(Precision precision, List<TensorSlot> slots, int length) {
        this.precision = precision;
        this.slots = List.copyOf(slots);
        this.byPath = new HashMap<>();
        for (TensorSlot slot : slots) {
            if (slot.offset() < 0 || slot.end() > length) {
                throw new IllegalArgumentException(
                        "tensor " + slot.path() + " does not fit into " + length + " values");
            }
            if (byPath.put(slot.path(), slot) != null) {
                throw new IllegalArgumentException("two tensors have the path " + slot.path());
            }
        }
        this.byPlace = slots.stream()
                .sorted(Comparator.comparingInt(TensorSlot::offset))
                .toArray(TensorSlot[]::new);
        this.floats = precision == Precision.F32 ? new float[length] : NO_FLOATS;
        this.doubles = precision == Precision.F64 ? new double[length] : NO_DOUBLES;
    }

    /** Which of the two arrays is in use. */
    public Precision precision() {
        return precision;
    }

    /** The tensors, as they were given. */
    public List<TensorSlot> slots() {
        return slots;
    }

    /** The length of the array. */
    public int length() {
        return precision == Precision.F32 ? floats.length : doubles.length;
    }

    /** The live array of an F32 storage. For generated code: writing to it is right only for the one who trains. */
    public float[] floats() {
        require(Precision.F32);
        return floats;
    }

    /** The live array of an F64 storage. For generated code: writing to it is right only for the one who trains. */
    public double[] doubles() {
        require(Precision.F64);
        return doubles;
    }

    private void require(Precision wanted) {
        if (precision != wanted) {
            throw new IllegalStateException("this storage holds " + precision + " values, not " + wanted);
        }
    }

    /** The place of a tensor. */
    public TensorSlot slot(String path) {
        TensorSlot slot = byPath.get(path);
        if (slot == null) {
            throw new IllegalArgumentException("no tensor is called " + path + "; there are " + byPath.keySet());
        }
        return slot;
    }

    /** Whether there is such a tensor. */
    public boolean contains(String path) {
        return byPath.containsKey(path);
    }

    /** The value at an index of the array, in either precision. */
    public double at(int index) {
        return precision == Precision.F32 ? floats[index] : doubles[index];
    }

    /** A copy of one tensor's values. */
    public double[] get(String path) {
        TensorSlot slot = slot(path);
        double[] values = new double[slot.shape().size()];
        beginRead();
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = at(slot.offset() + i);
            }
        } finally {
            endRead();
        }
        return values;
    }

    /** Gives one tensor new values, row-major. */
    public void set(String path, double... values) {
        TensorSlot slot = slot(path);
        if (values.length != slot.shape().size()) {
            throw new IllegalArgumentException("tensor " + path + " has shape " + slot.shape() + ", which is "
                    + slot.shape().size() + " values, but " + values.length + " were given");
        }
        beginChange();
        try {
            for (int i = 0; i < values.length; i++) {
                put(slot.offset() + i, values[i]);
            }
        } finally {
            endChange();
        }
    }

    final void put(int index, double value) {
        if (precision == Precision.F32) {
            floats[index] = (float) value;
        } else {
            doubles[index] = value;
        }
    }

    /**
     * Makes what lies between tensors zeros again, and what lies before the first and behind the last. An update rule that runs over
     * several tensors at once computes there too, from zeros, of which it may make NaN.
     */
    public void clearGaps() {
        int from = 0;
        for (TensorSlot slot : byPlace) {
            clear(from, slot.offset());
            from = slot.end();
        }
        clear(from, length());
    }

    private void clear(int from, int to) {
        if (precision == Precision.F32) {
            Arrays.fill(floats, from, to, 0);
        } else {
            Arrays.fill(doubles, from, to, 0);
        }
    }

    final void requireSameLayout(TensorStorage other) {
        if (other.precision != precision || other.length() != length()) {
            throw new IllegalArgumentException("the storages differ: " + length() + " " + precision + " values and "
                    + other.length() + " " + other.precision + " values");
        }
    }

    /** Takes all values of another storage of the same layout and precision; allocation free. */
    public void setAll(TensorStorage other) {
        requireSameLayout(other);
        other.beginRead();
        try {
            takeAll(other);
        } finally {
            other.endRead();
        }
    }

    private void takeAll(TensorStorage other) {
        beginChange();
        try {
            System.arraycopy(other.floats, 0, floats, 0, floats.length);
            System.arraycopy(other.doubles, 0, doubles, 0, doubles.length);
        } finally {
            endChange();
        }
    }

    /** The tensors for a file, each name with a prefix. */
    public List<TensorSource> sources(String prefix) {
        List<TensorSource> sources = new ArrayList<>();
        for (TensorSlot slot : slots) {
            String name = prefix + slot.path();
            List<Integer> shape = slot.shape().extents();
            sources.add(
                    precision == Precision.F32
                            ? new TensorSource.Floats(name, shape, floats, slot.offset())
                            : new TensorSource.Doubles(name, shape, doubles, slot.offset()));
        }
        return sources;
    }

    /**
     * Takes the values of all tensors whose names begin with a prefix, rounding where the file is more precise. Extra,
     * missing or misshapen tensors are an error, and then nothing has changed.
     */
    public void readFrom(SafetensorsFile file, String prefix) {
        beginChange();
        try {
            new StorageReader(this, file, prefix).read();
        } finally {
            endChange();
        }
    }

    /** Announces a change; throws where the values may not change, for good or now. */
    public abstract void beginChange();

    /** Ends what {@link #beginChange} began. */
    public abstract void endChange();

    /** Announces that the values are read; throws where another thread changes them now. */
    public abstract void beginRead();

    /** Ends what {@link #beginRead} began. */
    public abstract void endRead();
}
