package org.dlm.compiler.loop;

import java.util.List;
import org.dlm.compiler.graph.Precision;

/**
 * What one form of a kernel is made for. The vector width is fixed when the program is compiled, because tiles are chosen by it
 * and because a species must be a constant of the class that uses it. A target decides how sums are held in registers, never in
 * which order they are added: all forms of a kernel give the same bits.
 *
 * @param vectorBits 512, 256 or 128; or the bits of one element, which means plain loops
 */
public record Target(Precision precision, int vectorBits) {
    /** The widths of vectors that there are forms for, the widest first. */
    public static final List<Integer> WIDTHS = List.of(512, 256, 128);

    /** The usual one. */
    public static final Target F32_512 = new Target(Precision.F32, 512);

    public Target {
        if (!WIDTHS.contains(vectorBits) && vectorBits != elementBits(precision)) {
            throw new IllegalArgumentException("no kernels for vectors of " + vectorBits + " bits");
        }
    }

    /** Plain loops, an element at a time. */
    public static Target plain(Precision precision) {
        return new Target(precision, elementBits(precision));
    }

    /** Floats in a vector; 1 without vectors. */
    public int lanes() {
        return vectorBits / elementBits(precision);
    }

    public boolean isPlain() {
        return lanes() == 1;
    }

    /**
     * Into how many interleaved partial sums the terms of a sum along a contiguous axis are dealt out, whatever the width: as many
     * as the longest vector has lanes. A narrower target holds them in several vectors.
     */
    public int logicalLanes() {
        return WIDTHS.getFirst() / elementBits(precision);
    }

    /** Vectors that hold all {@link #logicalLanes}. */
    public int parts() {
        return logicalLanes() / lanes();
    }

    /** Registers of the machine: AVX-512 and NEON, which is what has 128 bits, have 32, AVX2 and plain x86 16. */
    public int registers() {
        return switch (vectorBits) {
            case 512, 128 -> 32;
            default -> 16;
        };
    }

    private static int elementBits(Precision precision) {
        return switch (precision) {
            case F32 -> Float.SIZE;
            case F64 -> Double.SIZE;
        };
    }
}
