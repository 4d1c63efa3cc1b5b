package org.dlm.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A small network of one size.
 *
 * @param family cases of one family differ in sizes and functions alone
 * @param odd whether its sizes fit no vectors; the even ones of its family are what it is compared with
 */
record SweepCase(String family, String size, boolean odd, int examples, String text) {
    private static final String GELU = "fn gelu(x: float): float = 0.5 * x * (1 + erf(0.7071067811865476 * x))\n";

    /** All that the sweep goes over. */
    static List<SweepCase> all() {
        List<SweepCase> cases = new ArrayList<>();
        for (String function : List.of("relu", "tanh", "gelu")) {
            cases.add(dense(16, 128, function));
            cases.add(dense(16, 256, function));
            cases.add(dense(17, 100, function));
            cases.add(dense(17, 333, function));
            cases.add(dense(17, 128, function));
            cases.add(dense(16, 333, function));
        }
        for (String function : List.of("relu", "tanh", "gelu")) {
            cases.add(convolution(16, 16, 28, 3, 1, function));
            cases.add(convolution(16, 16, 28, 4, 2, function));
            cases.add(convolution(17, 13, 27, 3, 1, function));
            cases.add(convolution(17, 16, 28, 5, 2, function));
            cases.add(convolution(16, 16, 29, 5, 5, function));
        }
        return cases;
    }

    static SweepCase dense(int examples, int width, String function) {
        String layers =
                "x -> dense(%d) -> %s -> dense(%d) -> %s -> dense(10)".formatted(width, function, width, function);
        boolean odd = examples % 16 != 0 || width % 16 != 0;
        return new SweepCase(
                "dense", width + " wide, " + function, odd, examples, text("float[" + width + "]", layers));
    }

    static SweepCase convolution(int examples, int channels, int side, int kernel, int stride, String function) {
        String layers =
                "x -> conv(%d, kernel = %d, stride = %d) -> %s -> conv(%d, kernel = %d, padding = same) -> %s -> flatten -> dense(10)"
                        .formatted(channels, kernel, stride, function, 2 * channels, Math.min(kernel, 4), function);
        boolean odd = examples % 16 != 0 || channels % 16 != 0 || side % 4 != 0 || kernel > 4;
        String size = "%d channels, %d x %d, kernel %d, stride %d, %s"
                .formatted(channels, side, side, kernel, stride, function);
        return new SweepCase(
                "convolution", size, odd, examples, text("float[3, %d, %d]".formatted(side, side), layers));
    }

    private static String text(String input, String layers) {
        return GELU + """
                model Net {
                  input  x: %s
                  target label: class[10]
                  logits = %s
                  loss   total = crossEntropy(logits, label)
                }
                train Net {
                  data { x = npy("x.npy")  label = npy("label.npy") }
                  minimize total using sgd(0.001)
                }
                """.formatted(input, layers);
    }
}
