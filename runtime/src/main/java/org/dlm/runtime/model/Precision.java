package org.dlm.runtime.model;

/** The width of a model's floats: fixed when the model is compiled. */
public enum Precision {
    /** Values in {@code float[]}; what training and prediction use. */
    F32(4),
    /** Values in {@code double[]}; what gradient checks use. */
    F64(8);

    private final int bytes;

    Precision(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one value. */
    public int bytes() {
        return bytes;
    }
}
