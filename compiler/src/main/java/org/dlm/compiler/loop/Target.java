package org.dlm.compiler.loop;

import org.dlm.compiler.graph.Precision;

/**
 * What a kernel is made for. The vector width is fixed when the program is compiled, because tiles are chosen by it and because
 * a species must be a constant of the class that uses it; a program falls back to the scalar form on a narrower machine.
 *
 * @param vectorBits 512 or 256
 */
public record Target(Precision precision, int vectorBits) {
    /** The usual one. */
    public static final Target F32_512 = new Target(Precision.F32, 512);

    public Target {
        if (vectorBits != 512 && vectorBits != 256) {
            throw new IllegalArgumentException("no tiles for vectors of " + vectorBits + " bits");
        }
    }

    /** Floats in a vector. */
    public int lanes() {
        return switch (precision) {
            case F32 -> vectorBits / Float.SIZE;
            case F64 -> vectorBits / Double.SIZE;
        };
    }

    /** Vector registers of the machine: AVX-512 has 32, AVX2 16. */
    public int registers() {
        return vectorBits == 512 ? 32 : 16;
    }
}
