package org.dlm.runtime.data;

import java.nio.ByteBuffer;

/** How a stored value is written in bytes, big-endian, and widened into a batch. */
enum ElementForm {
    UNSIGNED_BYTE(Byte.BYTES),
    SIGNED_BYTE(Byte.BYTES),
    SHORT(Short.BYTES),
    INT(Integer.BYTES),
    FLOAT(Float.BYTES),
    DOUBLE(Double.BYTES);

    private final int width;

    ElementForm(int width) {
        this.width = width;
    }

    /** Bytes of a value. */
    int width() {
        return width;
    }

    /** Whether every value is a whole number of 32 bits, whatever the bytes are. */
    boolean isWhole() {
        return this != FLOAT && this != DOUBLE;
    }

    /** Widens {@code count} values from the byte {@code at} on. */
    void copy(ByteBuffer bytes, int at, int count, float[] into, int to) {
        // a loop for each form: a choice for each value would cost more than the copying
        switch (this) {
            case UNSIGNED_BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.get(at + i) & 0xFF;
                }
            }
            case SIGNED_BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.get(at + i);
                }
            }
            case SHORT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getShort(at + i * Short.BYTES);
                }
            }
            case INT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getInt(at + i * Integer.BYTES);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getFloat(at + i * Float.BYTES);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = (float) bytes.getDouble(at + i * Double.BYTES);
                }
            }
        }
    }

    /** Widens {@code count} values from the byte {@code at} on. */
    void copy(ByteBuffer bytes, int at, int count, double[] into, int to) {
        switch (this) {
            case UNSIGNED_BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.get(at + i) & 0xFF;
                }
            }
            case SIGNED_BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.get(at + i);
                }
            }
            case SHORT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getShort(at + i * Short.BYTES);
                }
            }
            case INT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getInt(at + i * Integer.BYTES);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getFloat(at + i * Float.BYTES);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getDouble(at + i * Double.BYTES);
                }
            }
        }
    }

    /** Takes {@code count} values from the byte {@code at} on as ints, cutting off fractions. */
    void copy(ByteBuffer bytes, int at, int count, int[] into, int to) {
        switch (this) {
            case UNSIGNED_BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.get(at + i) & 0xFF;
                }
            }
            case SIGNED_BYTE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.get(at + i);
                }
            }
            case SHORT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getShort(at + i * Short.BYTES);
                }
            }
            case INT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = bytes.getInt(at + i * Integer.BYTES);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = (int) bytes.getFloat(at + i * Float.BYTES);
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    into[to + i] = (int) bytes.getDouble(at + i * Double.BYTES);
                }
            }
        }
    }
}
