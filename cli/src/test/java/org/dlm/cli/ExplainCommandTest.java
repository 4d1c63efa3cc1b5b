package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.vector.VectorSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code explain} and {@code bench --kernels}, with the real compiler. */
class ExplainCommandTest {
    private static final String NET = """
            model Net(classes: int = 3) {
              input  point: float[32]
              target arm: class[classes]
              logits = point -> dense(64) -> relu -> dense(classes) as head
              output probability = softmax(logits)
              loss   total    = crossEntropy(logits, arm)
            }

            train Net {
              data {
                point = idx("points.idx")
                arm = idx("arms.idx")
              }
              batch = 48
              minimize total using adam(1e-3)
            }
            """;

    @TempDir
    Path folder;

    private Session session;
    private String file;

    @BeforeEach
    void write() throws IOException {
        session = new Session(folder);
        file = session.file("net.dlm", NET);
    }

    private int run(String... arguments) {
        return session.run(new InMemoryToolchain(), false, arguments);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> kernel(String name) {
        List<Map<String, Object>> kernels =
                (List<Map<String, Object>>) session.answer().get("kernels");
        return kernels.stream()
                .filter(kernel -> kernel.get("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " among " + kernels));
    }

    @Test
    void each_kernel_is_told_with_its_formula_its_place_and_its_limit() {
        assertEquals(ExitCode.GOOD, run("explain", file, "--vectors", "512"), session::err);

        String out = session.out();
        assertTrue(
                out.startsWith("Net, train, batch 48, vectors of 512 bits, for 1 thread of a usual AVX-512 machine with"
                        + " 3.7 GHz\n"),
                out);
        String dense = out.substring(out.indexOf("\ndense1: "));
        dense = dense.substring(0, dense.indexOf("\n\n"));
        assertTrue(dense.matches("(?s)\ndense1: [0-9.]+ ms, [0-9.]+ %, limited by [a-z -]+\n.*"), dense);
        assertTrue(dense.contains("""
                          formula  dense[b, i] = sum(k : point[b, k] * dense1W[k, i])
                                   dense1Relu[b, i] = where(dense[b, i] + dense1B[i] <= 0.0, 0.0, dense[b, i] + dense1B[i])
                          source   net.dlm:4: logits = point -> dense(64) -> relu -> dense(classes) as head
                        """), dense);
        assertTrue(
                dense.contains("\n  layouts  point: float[batch, 32]; dense1W: float[32, 64]; dense1B: float[64];"
                        + " dense1Relu: float[batch, 64]\n"),
                dense);
        assertTrue(dense.contains("\n  loops    b by 4 (12 x), k (32 x)\n"), dense);
        assertTrue(dense.contains("\n  tile     16 sums of 16 lanes in registers\n"), dense);
        assertTrue(dense.contains("\n  fused    2 ops\n"), dense);
        // 2 * 48 * 32 * 64 and the bias
        assertTrue(dense.contains("\n  work     0.20 Mflop, "), dense);
    }

    @Test
    void no_line_is_longer_than_a_terminal_is_wide() {
        run("explain", file, "--vectors", "512");

        session.out().lines().forEach(line -> assertTrue(line.length() <= 140, line));
    }

    @Test
    void the_longest_kernels_come_first() {
        run("explain", file, "--vectors", "256", "--json");

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> kernels =
                (List<Map<String, Object>>) session.answer().get("kernels");
        List<Double> times = kernels.stream()
                .map(kernel -> ((Number) kernel.get("expectedMillis")).doubleValue())
                .toList();
        assertEquals(times.stream().sorted(java.util.Comparator.reverseOrder()).toList(), times);
    }

    @Test
    void the_batch_is_the_recipes_unless_said() {
        run("explain", file, "--vectors", "512", "--json");
        double usual = ((Number) kernel("dense1").get("flops")).doubleValue();
        run("explain", file, "--vectors", "512", "--batch", "96", "--json");
        double twice = ((Number) kernel("dense1").get("flops")).doubleValue();

        assertEquals(2 * 48 * 32 * 64 + 48 * 64, usual);
        assertEquals(2 * usual, twice);
    }

    @Test
    void a_prediction_has_the_kernels_of_the_first_output() {
        run("explain", file, "--mode", "infer", "--json");

        assertEquals(1, session.number("batch"));
        assertFalse(session.out().contains("backward of"), session::out);
        assertEquals(2 * 32 * 64 + 64.0, ((Number) kernel("dense1").get("flops")).doubleValue());
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 256, 128})
    void what_is_expected_is_for_machines_of_any_width(int bits) {
        assertEquals(ExitCode.GOOD, run("explain", file, "--vectors", "" + bits, "--json"), session::err);
        assertEquals("" + bits, kernel("dense1").get("form"));
    }

    @Test
    void widths_that_there_are_not_are_refused() {
        assertEquals(ExitCode.USAGE, run("explain", file, "--vectors", "1024"));
        assertTrue(session.err().contains("--vectors is 1024; possible are [512, 256, 128]"), session::err);
    }

    @Test
    void a_recipe_that_there_is_not_is_refused() {
        assertEquals(ExitCode.MODEL_OR_DATA, run("explain", file, "--recipe", "nett"));
        assertTrue(session.err().contains("the model Net has no recipe 'nett'; it has Net"), session::err);
    }

    @Test
    void a_recipe_says_nothing_of_predictions() {
        assertEquals(ExitCode.USAGE, run("explain", file, "--mode", "infer", "--recipe", "Net"));
    }

    @Test
    void bench_measures_each_kernel_beside_what_is_expected() {
        assertEquals(ExitCode.GOOD, run("bench", file, "--kernels", "--seconds", "0.05", "--json"), session::err);

        assertEquals(1, session.number("threads"), "unless said");
        assertTrue(session.number("peakFlopsPerSecond") > 0);
        Map<String, Object> dense = kernel("dense1");
        double median = ((Number) dense.get("medianMillis")).doubleValue();
        assertTrue(median >= ((Number) dense.get("bestMillis")).doubleValue());
        assertTrue(((Number) dense.get("expectedMillis")).doubleValue() > 0);
        assertEquals(2 * 48 * 32 * 64 + 48 * 64, ((Number) dense.get("flops")).doubleValue());
        session.out()
                .lines()
                .filter(line -> !line.startsWith("{"))
                .forEach(line -> assertTrue(line.length() <= 140, line));
    }

    @Test
    void bench_measures_the_kernels_of_predictions() {
        assertEquals(
                ExitCode.GOOD,
                run("bench", file, "--kernels", "--mode", "infer", "--batch", "8", "--seconds", "0.05", "--json"),
                session::err);
        assertEquals(2 * 8 * 32 * 64 + 8 * 64, ((Number) kernel("dense1").get("flops")).doubleValue());
    }

    @Test
    void which_kernels_are_used_is_said_if_asked_for() {
        int bits = VectorSupport.preferredBits();

        run("bench", file, "--seconds", "0.05", "--verbose");
        assertEquals("kernels: " + (bits == 0 ? "plain loops" : "vectors of " + bits + " bits") + "\n", session.err());

        run("bench", file, "--seconds", "0.05");
        assertEquals("", session.err());
    }
}
