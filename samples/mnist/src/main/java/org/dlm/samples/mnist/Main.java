package org.dlm.samples.mnist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A program that embeds a trained network: <pre>
 * java --add-modules jdk.incubator.vector -cp … org.dlm.samples.mnist.Main lenet5.safetensors seven.png
 * 7 (probability 0.998)
 * </pre>
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("Use: Main WEIGHTS PICTURE");
            System.exit(2);
        }
        Guess guess = guess(LeNet5.load(Path.of(arguments[0])), Picture.read(Path.of(arguments[1])));
        System.out.printf(Locale.ROOT, "%d (probability %.3f)%n", guess.digit(), guess.probability());
    }

    /** The digit that the network holds for the most probable one. */
    static Guess guess(LeNet5 network, float[] image) {
        float[] probability = network.session().probability(image);
        int best = 0;
        for (int digit = 1; digit < probability.length; digit++) {
            if (probability[digit] > probability[best]) {
                best = digit;
            }
        }
        return new Guess(best, probability[best]);
    }

    record Guess(int digit, float probability) {}
}
