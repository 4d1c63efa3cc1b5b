package org.dlm.runtime.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Multiplies and adds floats as fast as this JVM can: in registers alone, in chains that do not wait for each other. What a kernel reaches
 * of that is its share of the peak. The longest latency of an fma times the most units that do one at a time, 5 times 2, is less than the
 * number of chains; these and their factors fit into 16 registers.
 */
public final class FmaPeak {
    private static final int CHAINS = 12;
    private static final float FACTOR = 0.5f;
    private static final float SUMMAND = 1;

    private FmaPeak() {}

    /** Floating point operations of a call of {@link #run}. */
    public static double flops(int rounds) {
        int bits = VectorSupport.preferredBits();
        int lanes = bits == 0 ? 1 : bits / Float.SIZE;
        return 2.0 * CHAINS * lanes * rounds;
    }

    /** So many rounds of one fma in each chain; gives what they come to, lest they be optimized away. */
    public static float run(int rounds) {
        return VectorSupport.preferredBits() == 0 ? plain(rounds) : Vectors.run(rounds);
    }

    private static float plain(int rounds) {
        float a = 0;
        float b = 1;
        float c = 2;
        float d = 3;
        float e = 4;
        float f = 5;
        float g = 6;
        float h = 7;
        float i = 8;
        float j = 9;
        float k = 10;
        float l = 11;
        for (int round = 0; round < rounds; round++) {
            a = Math.fma(a, FACTOR, SUMMAND);
            b = Math.fma(b, FACTOR, SUMMAND);
            c = Math.fma(c, FACTOR, SUMMAND);
            d = Math.fma(d, FACTOR, SUMMAND);
            e = Math.fma(e, FACTOR, SUMMAND);
            f = Math.fma(f, FACTOR, SUMMAND);
            g = Math.fma(g, FACTOR, SUMMAND);
            h = Math.fma(h, FACTOR, SUMMAND);
            i = Math.fma(i, FACTOR, SUMMAND);
            j = Math.fma(j, FACTOR, SUMMAND);
            k = Math.fma(k, FACTOR, SUMMAND);
            l = Math.fma(l, FACTOR, SUMMAND);
        }
        return a + b + c + d + e + f + g + h + i + j + k + l;
    }

    /** Loaded only where the module is there. */
    private static final class Vectors {
        private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

        static float run(int rounds) {
            FloatVector factor = FloatVector.broadcast(LANES, FACTOR);
            FloatVector summand = FloatVector.broadcast(LANES, SUMMAND);
            FloatVector a = FloatVector.broadcast(LANES, 0);
            FloatVector b = FloatVector.broadcast(LANES, 1);
            FloatVector c = FloatVector.broadcast(LANES, 2);
            FloatVector d = FloatVector.broadcast(LANES, 3);
            FloatVector e = FloatVector.broadcast(LANES, 4);
            FloatVector f = FloatVector.broadcast(LANES, 5);
            FloatVector g = FloatVector.broadcast(LANES, 6);
            FloatVector h = FloatVector.broadcast(LANES, 7);
            FloatVector i = FloatVector.broadcast(LANES, 8);
            FloatVector j = FloatVector.broadcast(LANES, 9);
            FloatVector k = FloatVector.broadcast(LANES, 10);
            FloatVector l = FloatVector.broadcast(LANES, 11);
            for (int round = 0; round < rounds; round++) {
                a = a.fma(factor, summand);
                b = b.fma(factor, summand);
                c = c.fma(factor, summand);
                d = d.fma(factor, summand);
                e = e.fma(factor, summand);
                f = f.fma(factor, summand);
                g = g.fma(factor, summand);
                h = h.fma(factor, summand);
                i = i.fma(factor, summand);
                j = j.fma(factor, summand);
                k = k.fma(factor, summand);
                l = l.fma(factor, summand);
            }
            FloatVector sum = a.add(b).add(c).add(d).add(e).add(f);
            return sum.add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
        }
    }
}
