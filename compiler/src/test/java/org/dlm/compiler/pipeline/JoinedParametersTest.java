package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

/** What one rule updates is one kernel over one span of the weights, and gives the bits of a kernel for each parameter. */
class JoinedParametersTest {
    /** The longest sum of these models has 40 terms; twenty times its bound of n * eps leaves room for sums of sums. */
    private static final double TOLERANCE = 20 * 40 * Math.ulp(1.0);

    private static final List<String> PATHS = List.of("a", "one/W", "one/b", "two/W", "two/b", "c");

    /** A scalar, odd sizes, a vector as long as a row; {@code %s} is a further statement, the rules, and what stands before the model. */
    private static String model(String statements, String rules, String declarations) {
        return """
                %3$s
                model M {
                  input x: float[13]
                  target label: class[3]
                  param a: float = 0.5
                  h = a * x -> dense(7) as one -> tanh
                  %1$s
                  param c: float[16] ~ gaussian(std = 0.1)
                  logits = h -> dense(3) as two
                  output p = softmax(logits)
                  loss total = crossEntropy(logits, label) + sum(c ^ 4)
                }
                train M {
                  batch = 3
                  data { t = csv("a.csv") x = t[0:13] label = int(t[13]) }
                  %2$s
                }
                """.formatted(statements, rules, declarations);
    }

    private static String ruleForEach(String optimizer) {
        return PATHS.stream()
                .map(path -> " using " + optimizer + " over \"" + path + "\"")
                .collect(Collectors.joining("", "minimize total", ""));
    }

    private static TrainingProgram trained(CompiledText text, int steps) {
        Weights weights = text.factory().newWeights(11);
        try (Team team = Team.of(2)) {
            TrainingProgram trainer = text.factory()
                    .trainer(text.factory().recipes().getLast().name(), new ProgramRequest(weights, 3, team));
            StepContext context = new StepContext(7, 100, 2);
            for (int step = 1; step <= steps; step++) {
                context.moveTo(step, 0);
                trainer.step(text.batch(step), context);
            }
            return trainer;
        }
    }

    private static void assertSameBits(TensorStorage expected, TensorStorage actual) {
        assertEquals(
                expected.slots().stream().map(TensorSlot::path).sorted().toList(),
                actual.slots().stream().map(TensorSlot::path).sorted().toList());
        for (TensorSlot slot : expected.slots()) {
            assertArrayEquals(expected.get(slot.path()), actual.get(slot.path()), slot.path());
        }
    }

    /** The methods that the trainer's rules call. */
    private static List<String> rules(CompiledText text, String trainer) {
        String source = text.source(trainer);
        int begin = source.indexOf("private void applyRules() {");
        String body = source.substring(begin, source.indexOf("\n    }", begin));
        return body.lines()
                .map(String::strip)
                .filter(line -> line.endsWith("();") && !line.contains("."))
                .toList();
    }

    @Test
    void one_rule_is_one_kernel_with_the_bits_of_a_rule_for_each_parameter() {
        for (String optimizer : List.of("adam(1e-2)", "momentum(0.1, nesterov = true, decay = 0.01)", "sgd(0.1)")) {
            for (String clip : List.of("", "  clip = globalNorm(0.1)")) {
                CompiledText joined = CompiledText.of(model("", "minimize total using " + optimizer + clip, ""));
                CompiledText apart = CompiledText.of(model("", ruleForEach(optimizer) + clip, ""));

                TrainingProgram expected = trained(apart, 5);
                TrainingProgram actual = trained(joined, 5);

                assertSameBits(expected.weights(), actual.weights());
                assertSameBits(expected.state(), actual.state());
                int forNorm = clip.isEmpty() ? 0 : PATHS.size() + 1;
                assertTrue(rules(joined, "MTrainer").size() <= 1 + forNorm, rules(joined, "MTrainer")::toString);
                assertTrue(rules(apart, "MTrainer").size() >= PATHS.size(), rules(apart, "MTrainer")::toString);
            }
        }
    }

    @Test
    void a_step_is_that_of_the_interpreter_which_joins_nothing() {
        CompiledText.of(model("", "minimize total using adam(1e-2) clip = globalNorm(0.1)", ""))
                .assertStep(3, TOLERANCE);
    }

    @Test
    void each_of_several_rules_is_a_kernel() {
        CompiledText mixed = CompiledText.of(model(
                "",
                "minimize total using adam(1e-2) using sgd(0.1) over \"a\", \"two/W\" using momentum(0.1) over \"*/b\"",
                ""));

        assertEquals(
                List.of("sgdAToTwoW();", "adamOneWToC();", "momentumOneBToTwoB();").stream()
                        .sorted()
                        .toList(),
                rules(mixed, "MTrainer").stream().sorted().toList());
        mixed.assertStep(4, TOLERANCE);
    }

    @Test
    void a_rule_that_sees_a_whole_parameter_is_applied_to_each() {
        String normed = """
                optimizer normed(w: float[S..], g: float[S..]; lr: float = 0.1) {
                  state n: float = 0
                  n := n + sqrt(sum(g ^ 2))
                  w := w - lr * g / n
                }
                """;
        CompiledText each =
                CompiledText.of(model("", "minimize total using normed() using adam(1e-2) over \"**/W\"", normed));

        assertEquals(
                1,
                rules(each, "MTrainer").stream()
                        .filter(call -> call.startsWith("adam"))
                        .count());
        each.assertStep(5, TOLERANCE);
    }

    @Test
    void parameters_of_a_shared_layer_are_updated_once() {
        CompiledText shared = CompiledText.of(
                model("share s = dense(7)  h = h -> s -> tanh -> s", "minimize total using adam(1e-2)", ""));

        assertEquals(List.of("adamAToTwoB();"), rules(shared, "MTrainer"));
        shared.assertStep(6, TOLERANCE);
    }

    @Test
    void buffers_lie_behind_the_parameters_and_are_listed_in_the_order_of_the_text() {
        CompiledText normed =
                CompiledText.of(model("h = h -> batchNorm as norm", "minimize total using adam(1e-2)", ""));

        List<TensorSlot> slots = normed.factory().description().weights();
        List<String> paths = slots.stream().map(TensorSlot::path).toList();
        assertTrue(paths.indexOf("norm/mean") < paths.indexOf("two/W"), paths::toString);
        int lastParameter = slots.stream()
                .filter(TensorSlot::trained)
                .mapToInt(TensorSlot::offset)
                .max()
                .orElseThrow();
        int firstBuffer = slots.stream()
                .filter(slot -> !slot.trained())
                .mapToInt(TensorSlot::offset)
                .min()
                .orElseThrow();
        assertTrue(lastParameter < firstBuffer, slots::toString);
        normed.assertStep(7, TOLERANCE);
    }

    @Test
    void another_recipe_updates_a_part_of_what_the_first_one_joins() {
        String text = model("", "minimize total using adam(1e-2)", "") + """
                train M as fine {
                  batch = 3
                  data { t = csv("a.csv") x = t[0:13] label = int(t[13]) }
                  minimize total using momentum(0.1) over "two/*", "one/b"
                }
                """;
        CompiledText two = CompiledText.of(text);
        CompiledText apart = CompiledText.of(text.replace(
                "momentum(0.1) over \"two/*\", \"one/b\"",
                "momentum(0.1) over \"two/W\" using momentum(0.1) over \"two/b\" using momentum(0.1) over \"one/b\""));

        TrainingProgram fine = trained(two, 3);

        assertEquals(List.of("momentumOneBToTwoB();"), rules(two, "MFineTrainer"));
        assertEquals(
                List.of("one/b", "two/W", "two/b"),
                fine.gradients().slots().stream().map(TensorSlot::path).toList());
        assertSameBits(trained(apart, 3).weights(), fine.weights());
    }

    @Test
    void several_numbers_are_kept_for_each_element() {
        String two = """
                optimizer both(w: float, g: float; lr: float = 0.1) {
                  state h: float[2] = 1
                  h := [h[1] + g ^ 2, h[0] + abs(g)]
                  w := w - lr * g / sum(h)
                }
                """;
        CompiledText joined = CompiledText.of(model("", "minimize total using both()", two));
        CompiledText apart = CompiledText.of(model("", ruleForEach("both()"), two));

        TrainingProgram expected = trained(apart, 3);
        TrainingProgram actual = trained(joined, 3);

        assertEquals(List.of(7, 2), actual.state().slot("one/b/h").shape().extents());
        assertSameBits(expected.weights(), actual.weights());
        assertSameBits(expected.state(), actual.state());
    }

    /** 0 / 0 between the parameters. */
    @Test
    void what_lies_between_parameters_stays_zero() {
        String sign = """
                optimizer sign(w: float, g: float; lr: float = 0.01) {
                  state last: float = 0
                  last := g / abs(g)
                  w := w - lr * last
                }
                """;
        TrainingProgram trainer = trained(CompiledText.of(model("", "minimize total using sign()", sign)), 3);

        for (TensorStorage storage : List.of(trainer.weights(), trainer.state(), trainer.gradients())) {
            assertEquals(List.of(), notZero(storage));
        }
    }

    private static List<Integer> notZero(TensorStorage storage) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < storage.length(); i++) {
            int index = i;
            boolean own = storage.slots().stream().anyMatch(slot -> slot.offset() <= index && index < slot.end());
            if (!own && storage.at(i) != 0) {
                found.add(i);
            }
        }
        return found;
    }
}
