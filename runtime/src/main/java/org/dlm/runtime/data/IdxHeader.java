package org.dlm.runtime.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.problem.DataException;

/**
 * What an IDX file says of itself, which is not to be believed before its length agrees.
 *
 * @param file its name
 * @param form how its values are written
 * @param examples the number of examples
 * @param shape the shape of an example
 */
record IdxHeader(String file, ElementForm form, int examples, Shape shape) {
    private static final Map<Integer, ElementForm> FORMS = Map.of(
            0x08, ElementForm.UNSIGNED_BYTE,
            0x09, ElementForm.SIGNED_BYTE,
            0x0B, ElementForm.SHORT,
            0x0C, ElementForm.INT,
            0x0D, ElementForm.FLOAT,
            0x0E, ElementForm.DOUBLE);

    /** The limit of arrays, for the values of one example and for the order of examples. */
    private static final int LARGEST_COUNT = Integer.MAX_VALUE - 8;

    /** Reads and checks the first bytes of a file. */
    static IdxHeader read(String file, DataInputStream in) throws IOException {
        int magic = in.readInt();
        int rank = magic & 0xFF;
        if (!FORMS.containsKey(magic >>> Byte.SIZE) || rank < 1) {
            throw new DataException(file + " is not an IDX file: it begins with " + hex(magic)
                    + ", but 00 00, a type (08 09 0B 0C 0D 0E) and a rank from 01 on are expected");
        }
        ElementForm form = FORMS.get(magic >>> Byte.SIZE);
        int examples = extent(file, in);
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (int axis = 1; axis < rank; axis++) {
            int extent = extent(file, in);
            shape.add(extent);
            // checked at each axis, so that the product cannot overflow
            size *= extent;
            if (size * form.width() > LARGEST_COUNT) {
                throw new DataException(file + " has examples of shape " + shape
                        + " and more, but one of them can be at" + " most " + LARGEST_COUNT + " bytes");
            }
        }
        return new IdxHeader(file, form, examples, new Shape(shape));
    }

    private static int extent(String file, DataInputStream in) throws IOException {
        int extent = in.readInt();
        if (extent < 1 || extent > LARGEST_COUNT) {
            throw new DataException(file + " has an extent of " + Integer.toUnsignedString(extent) + ", but 1 to "
                    + LARGEST_COUNT + " are possible");
        }
        return extent;
    }

    private static String hex(int magic) {
        String digits = HexFormat.of().withUpperCase().toHexDigits(magic);
        return String.join(
                " ", digits.substring(0, 2), digits.substring(2, 4), digits.substring(4, 6), digits.substring(6));
    }

    /** Bytes of the header itself. */
    int headerBytes() {
        return Integer.BYTES * (2 + shape.rank());
    }

    /** Bytes of an example. */
    int exampleBytes() {
        return shape.size() * form.width();
    }

    /** Bytes of all examples: less than 2^62. */
    long valueBytes() {
        return (long) examples * exampleBytes();
    }

    /** Compares with the length of a plain file. */
    void checkLength(long length) {
        long found = length - headerBytes();
        if (found < valueBytes()) {
            throw new DataException(
                    file + " is cut off: " + promise() + ", but " + Math.max(0, found) + " follow; fetch it again");
        }
        if (found > valueBytes()) {
            throw tooLong();
        }
    }

    /** Compares with the length of a compressed file, which sets a bound to what can be in it. */
    void checkPossible(long packedLength) {
        if (valueBytes() / GzipStream.LARGEST_RATIO > packedLength) {
            throw new DataException(file + " is cut off or damaged: " + promise() + ", but its " + packedLength
                    + " compressed bytes cannot stand for so many; fetch it again");
        }
    }

    DataException tooLong() {
        return new DataException(
                file + ": more bytes follow the last value: " + promise() + "; is it really an IDX file?");
    }

    private String promise() {
        return "its header promises " + examples + " examples of shape " + shape + ", which are " + valueBytes()
                + " bytes";
    }
}
