package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.junit.jupiter.api.Test;

/** Instances, paths, start values, modes. */
class ModelElaboratorTest {
    @Test
    void paths_are_labels_with_rounds_or_running_numbers() {
        ElaboratedModel model = Sources.model("""
                layer pair(x: float[n]) { return x -> dense(n) -> dense(n) }
                model M() {
                  input x: float[2]
                  for i in 0 .. 2 { x = x -> pair as stage }
                  output y = x -> dense(3)
                }
                """);
        assertEquals(
                List.of(
                        "stage.0/dense1/W",
                        "stage.0/dense1/b",
                        "stage.0/dense2/W",
                        "stage.0/dense2/b",
                        "stage.1/dense1/W",
                        "stage.1/dense1/b",
                        "stage.1/dense2/W",
                        "stage.1/dense2/b",
                        "dense1/W",
                        "dense1/b"),
                model.owned().stream().map(ElaboratedModel.Owned::path).toList());
    }

    @Test
    void a_shared_layer_has_its_parameters_once() {
        ElaboratedModel model = Sources.model("""
                model M() {
                  input a: float[2]
                  input b: float[2]
                  share enc = dense(3)
                  output y = (a -> enc) - enc(b) + enc.b
                }
                """);
        assertEquals(
                List.of("enc/W", "enc/b"),
                model.owned().stream().map(ElaboratedModel.Owned::path).toList());
    }

    @Test
    void a_parameter_under_a_false_condition_is_its_constant_start() {
        ElaboratedModel model = Sources.body("input x: float[2] output y = x -> dense(3, bias = false)");
        assertEquals(
                List.of("dense1/W"),
                model.owned().stream().map(ElaboratedModel.Owned::path).toList());
    }

    @Test
    void conv_is_one_declaration_for_one_two_and_three_dimensions() {
        assertEquals("float[4, 6]", outputOf("float[2, 8]", "conv(4, kernel = 3)"));
        assertEquals("float[4, 6, 5]", outputOf("float[2, 8, 7]", "conv(4, kernel = 3)"));
        assertEquals("float[4, 6, 5, 2]", outputOf("float[2, 8, 7, 4]", "conv(4, kernel = 3)"));
        assertEquals(
                "float[4, 4, 4]", outputOf("float[2, 8, 7]", "conv(4, kernel = [3, 2], stride = 2, padding = same)"));
        assertEquals("float[4, 8, 7]", outputOf("float[2, 8, 7]", "conv(4, kernel = 3, padding = 1, groups = 2)"));
    }

    @Test
    void conv_computes_the_sum_of_products_of_each_window() {
        ElaboratedModel model =
                Sources.body("input x: float[1, 3, 3] output y = x -> conv(1, kernel = 2, padding = [[1, 0], [0, 0]])");
        Inputs inputs = Inputs.ofBatch(1)
                .with(OpKind.Role.INPUT, "x", 1, 2, 3, 4, 5, 6, 7, 8, 9)
                .with(OpKind.Role.PARAMETER, "conv1/W", 1, 2, 3, 4)
                .with(OpKind.Role.PARAMETER, "conv1/b", 0.5);
        // Row -1 is padding: the first output is 3 * 1 + 4 * 2 + 0.5.
        assertArrayEquals(
                new double[] {11.5, 18.5, 37.5, 47.5, 67.5, 77.5},
                Interpreter.run(model.inference(), inputs).result("y").elements(),
                1e-12);
    }

    @Test
    void pooling_passes_over_padding() {
        ElaboratedModel model = Sources.body(
                "input x: float[1, 3] a = x -> avgPool(2, stride = 2, padding = same) b = x -> maxPool(2, padding = same) output y = concat(a, b)");
        Inputs inputs = Inputs.ofBatch(1).with(OpKind.Role.INPUT, "x", -1, -3, -5);
        assertArrayEquals(
                new double[] {-2, -5, -1, -5},
                Interpreter.run(model.inference(), inputs).result("y").elements(),
                1e-12);
    }

    @Test
    void batch_norm_uses_the_batch_in_training_and_its_buffers_outside() {
        ElaboratedModel model = Sources.body("input x: float[1, 1] output y = x -> batchNorm(eps = 0)");
        Inputs inputs = Inputs.ofBatch(2)
                .with(OpKind.Role.INPUT, "x", 1, 3)
                .with(OpKind.Role.PARAMETER, "batchNorm1/gamma", 2)
                .with(OpKind.Role.PARAMETER, "batchNorm1/beta", 5)
                .with(OpKind.Role.BUFFER, "batchNorm1/runningMean", 1)
                .with(OpKind.Role.BUFFER, "batchNorm1/runningVar", 4);
        var training = Interpreter.run(model.training(), inputs);
        assertArrayEquals(new double[] {3, 7}, training.result("y").elements(), 1e-12);
        assertArrayEquals(
                new double[] {5, 7},
                Interpreter.run(model.inference(), inputs).result("y").elements(),
                1e-12);
        assertEquals(2, model.training().updates().size());
        assertEquals(0, model.inference().updates().size());
    }

    @Test
    void start_values_follow_their_init() {
        ElaboratedModel model = Sources.body("input x: float[50] output y = x -> dense(40)");
        var start = Interpreter.run(model.initial(), Inputs.ofBatch(1).withSeed(7));
        double[] weights = start.result("dense1/W").elements();
        double squares = 0;
        for (double weight : weights) {
            squares += weight * weight;
        }
        // he: variance 2 / fanIn. The mean square of 2000 draws is within 4 standard errors, sqrt(2 / 2000) of it each.
        double variance = 2.0 / 50;
        assertEquals(variance, squares / weights.length, 4 * variance * Math.sqrt(2.0 / weights.length));
        assertArrayEquals(new double[40], start.result("dense1/b").elements());
    }

    @Test
    void dropout_is_only_in_the_training_graph() {
        ElaboratedModel model = Sources.body("input x: float[3] output y = dropout(x)");
        assertTrue(model.training().ops().stream().anyMatch(op -> op.kind() instanceof OpKind.Draw));
        assertTrue(model.inference().ops().stream().noneMatch(op -> op.kind() instanceof OpKind.Draw));
    }

    @Test
    void a_stage_is_a_value_of_a_setting() {
        ElaboratedModel model = Sources.model("""
                layer two(x: float[n]; act: fn = relu) { return x -> act -> act }
                model M() {
                  input x: float[1]
                  output y = x -> two(act = leakyRelu(0.5))
                }
                """);
        Inputs inputs = Inputs.ofBatch(1).with(OpKind.Role.INPUT, "x", -8);
        assertArrayEquals(
                new double[] {-2},
                Interpreter.run(model.inference(), inputs).result("y").elements(),
                1e-12);
    }

    @Test
    void a_loss_may_sum_over_parameters_that_come_later_in_the_text() {
        ElaboratedModel model = Sources.body(
                "input x: float[2] penalty = l2(\"**/W\") output y = x -> dense(1) loss total = sum(y) + penalty");
        Inputs inputs = Inputs.ofBatch(1)
                .with(OpKind.Role.INPUT, "x", 1, 1)
                .with(OpKind.Role.PARAMETER, "dense1/W", 3, 4)
                .with(OpKind.Role.PARAMETER, "dense1/b", 0);
        Graph inference = model.inference();
        assertArrayEquals(
                new double[] {32},
                Interpreter.run(inference, inputs).result("total").elements(),
                1e-12);
    }

    private static String outputOf(String input, String stage) {
        ElaboratedModel model = Sources.body("input x: " + input + " output y = x -> " + stage);
        return model.exposed().getFirst().type().toString();
    }
}
