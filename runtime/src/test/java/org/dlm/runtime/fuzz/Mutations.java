package org.dlm.runtime.fuzz;

import java.util.Arrays;
import java.util.Random;

/** What happens to files: bits flip, ends and pieces are missing, pieces come twice, other bytes are in between. */
public final class Mutations {
    private Mutations() {}

    public static byte[] mutate(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return random(random, 8);
        }
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(Math.min(16, bytes.length - from) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> flipped(bytes, from, random);
            case 1 -> Arrays.copyOf(bytes, from);
            case 2 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, from, bytes.length));
            case 3 -> joined(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
            case 4 ->
                joined(
                        joined(Arrays.copyOf(bytes, from), random(random, 6)),
                        Arrays.copyOfRange(bytes, from, bytes.length));
            default -> joined(bytes, random(random, 6));
        };
    }

    private static byte[] flipped(byte[] bytes, int at, Random random) {
        byte[] other = bytes.clone();
        other[at] ^= (byte) (1 << random.nextInt(8));
        return other;
    }

    public static byte[] random(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    public static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
