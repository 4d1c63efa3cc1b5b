package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.dlm.compiler.emit.ModelEmitter;
import org.dlm.compiler.emit.SmallNetwork;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

/** Graphs made by hand, taken through the whole back end to running classes, and compared with the interpreter. */
class GeneratedProgramsTest {
    private static final int MAX_BATCH = 19;
    private static final long SEED = 7;
    private static final Forms F64 = Forms.all(Precision.F64);

    private static ModelFactory compile(Forms forms) {
        ClassLoader classes = new InMemoryCompiler().compile(files(forms));
        try {
            return (ModelFactory) classes.loadClass("org.dlm.generated.Small")
                    .getMethod("factory")
                    .invoke(null);
        } catch (ReflectiveOperationException fault) {
            throw new AssertionError(fault);
        }
    }

    private static List<GeneratedFile> files(Forms forms) {
        return ModelEmitter.emit(new SmallNetwork(forms).plan()).stream()
                .map(GeneratedFiles::of)
                .toList();
    }

    private static Batch batch(ModelFactory factory, int count, long seed) {
        Batch batch = new Batch(
                factory.description().ports(), MAX_BATCH, factory.description().precision());
        Random random = new Random(seed);
        for (int i = 0; i < count * SmallNetwork.INPUTS; i++) {
            double value = (float) random.nextGaussian();
            if (batch.floats(0).length > 0) {
                batch.floats(0)[i] = (float) value;
            } else {
                batch.doubles(0)[i] = value;
            }
        }
        for (int i = 0; i < count; i++) {
            batch.ints(1)[i] = random.nextInt(SmallNetwork.CLASSES);
        }
        batch.filled(count, 0);
        return batch;
    }

    private static StepContext context(long step) {
        StepContext context = new StepContext(SEED, 100, 2, 0.05);
        context.moveTo(step, 0);
        return context;
    }

    /** What the interpreter sees of the same step. */
    private static Inputs inputs(
            SmallNetwork network, TensorStorage weights, TensorStorage state, Batch batch, long step) {
        Inputs inputs = Inputs.ofBatch(batch.count()).withSeed(SEED).withStep(step);
        double[] x = new double[batch.count() * SmallNetwork.INPUTS];
        double[] labels = new double[batch.count()];
        for (int i = 0; i < x.length; i++) {
            x[i] = batch.floats(0).length > 0 ? batch.floats(0)[i] : batch.doubles(0)[i];
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = batch.ints(1)[i];
        }
        inputs = inputs.with(OpKind.Role.INPUT, "x", x)
                .with(OpKind.Role.TARGET, "label", labels)
                .with(OpKind.Role.HYPER, "lr", 0.05)
                .with(OpKind.Role.COUNTER, "step", step);
        for (ArrayLayout.Slot slot : network.weights().slots()) {
            inputs = inputs.with(OpKind.Role.PARAMETER, slot.path(), weights.get(slot.path()));
        }
        for (ArrayLayout.Slot slot : network.state().slots()) {
            inputs = inputs.with(OpKind.Role.STATE, slot.path(), state.get(slot.path()));
        }
        return inputs;
    }

    private static double[] updated(Graph graph, Run run, String path) {
        return graph.updates().stream()
                .filter(update ->
                        ((OpKind.Source) update.target().kind()).name().equals(path))
                .map(update -> run.value(update.value()).elements())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void five_adam_steps_in_f64_are_those_of_the_interpreter() {
        SmallNetwork network = new SmallNetwork(F64);
        Graph graph = network.training();
        ModelFactory factory = compile(F64);
        Weights weights = factory.newWeights(3);
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer("Small", new ProgramRequest(weights, MAX_BATCH, team));
            for (int step = 1; step <= 5; step++) {
                Batch batch = batch(factory, step == 3 ? 11 : MAX_BATCH, step);
                Run run = Interpreter.run(graph, inputs(network, weights, trainer.state(), batch, step));

                double loss = trainer.step(batch, context(step));

                assertEquals(run.value(graph.result("total").orElseThrow()).at(), loss, 1e-12);
                assertEquals(0.05 * Math.pow(0.9, step), trainer.setting("rate"), 1e-15);
                for (ArrayLayout.Slot slot : network.weights().slots()) {
                    assertArrayEquals(updated(graph, run, slot.path()), weights.get(slot.path()), 1e-9, slot.path());
                }
                for (ArrayLayout.Slot slot : network.state().slots()) {
                    assertArrayEquals(
                            updated(graph, run, slot.path()), trainer.state().get(slot.path()), 1e-12, slot.path());
                }
            }
        }
    }

    @Test
    void the_loss_falls_in_f32() {
        ModelFactory factory = compile(Forms.F32);
        try (Team team = Team.single()) {
            TrainingProgram trainer =
                    factory.trainer("Small", new ProgramRequest(factory.newWeights(3), MAX_BATCH, team));
            Batch batch = batch(factory, MAX_BATCH, 1);
            double first = trainer.step(batch, context(1));
            double last = first;
            for (int step = 2; step <= 40; step++) {
                last = trainer.step(batch, context(step));
            }
            assertTrue(last < first / 2, first + " fell only to " + last);
        }
    }

    @Test
    void one_and_two_threads_give_the_same_bits() {
        ModelFactory factory = compile(Forms.F32);
        assertArrayEquals(trained(factory, 1).floats(), trained(factory, 2).floats());
    }

    private static Weights trained(ModelFactory factory, int threads) {
        Weights weights = factory.newWeights(3);
        try (Team team = Team.of(threads)) {
            TrainingProgram trainer = factory.trainer("Small", new ProgramRequest(weights, MAX_BATCH, team));
            for (int step = 1; step <= 20; step++) {
                trainer.step(batch(factory, MAX_BATCH, step), context(step));
            }
        }
        return weights;
    }

    @Test
    void start_values_are_those_of_the_interpreter() {
        SmallNetwork network = new SmallNetwork(F64);
        Graph graph = network.initial();
        Run run = Interpreter.run(graph, Inputs.ofBatch(1).withSeed(3).withStep(0));

        Weights weights = compile(F64).newWeights(3);

        for (ArrayLayout.Slot slot : network.weights().slots()) {
            assertArrayEquals(
                    run.value(graph.result(slot.path()).orElseThrow()).elements(),
                    weights.get(slot.path()),
                    slot.path());
        }
    }

    @Test
    void the_gradient_is_that_of_the_interpreter() {
        SmallNetwork network = new SmallNetwork(F64);
        Graph graph = network.gradient();
        ModelFactory factory = compile(F64);
        Weights weights = factory.newWeights(3);
        Batch batch = batch(factory, 13, 1);
        try (Team team = Team.of(2)) {
            ProgramRequest request = new ProgramRequest(weights, MAX_BATCH, team);
            GradientProgram program = factory.gradient("Small", request);
            TrainingProgram trainer = factory.trainer("Small", request);
            Run run = Interpreter.run(graph, inputs(network, weights, trainer.state(), batch, 4));
            double[] gradient = new double[weights.length()];

            double loss = program.gradient(batch, context(4), gradient);

            assertEquals(run.value(graph.result("total").orElseThrow()).at(), loss, 1e-12);
            assertEquals(loss, program.loss(batch, context(4)));
            for (ArrayLayout.Slot slot : network.weights().slots()) {
                double[] expected =
                        run.value(graph.result(slot.path()).orElseThrow()).elements();
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i], gradient[slot.offset() + i], 1e-12, slot.path());
                }
            }
        }
    }

    @Test
    void measures_are_summed_and_shared_ones_count_for_each_example() {
        ModelFactory factory = compile(F64);
        Weights weights = factory.newWeights(3);
        double[] sums = new double[3];
        try (Team team = Team.single()) {
            EvaluationProgram evaluation = factory.evaluation(new ProgramRequest(weights, MAX_BATCH, team));
            assertEquals(List.of("total", "size", "accuracy"), evaluation.measures());

            evaluation.evaluate(batch(factory, 13, 1), context(1), sums);

            double squares = 0;
            for (double w : weights.get("dense.1/W")) {
                squares += w * w;
            }
            assertEquals(13 * squares, sums[1], 1e-9);
            assertEquals(Math.rint(sums[2]), sums[2]);
            assertTrue(sums[0] > 0, "a cross-entropy is positive: " + sums[0]);
        }
    }

    @Test
    void a_session_computes_one_output_of_one_example_and_of_many() throws ReflectiveOperationException {
        ModelFactory factory = compile(Forms.F32);
        Batch batch = batch(factory, 13, 1);
        try (Team team = Team.single()) {
            InferenceProgram session = factory.inference(new ProgramRequest(factory.newWeights(3), MAX_BATCH, team));
            float[] all = new float[13 * SmallNetwork.CLASSES];
            session.compute(0, batch, all, 0);
            int[] best = new int[13];
            session.compute(1, batch, best, 0);
            for (int e = 0; e < 13; e++) {
                float[] x = java.util.Arrays.copyOfRange(
                        batch.floats(0), e * SmallNetwork.INPUTS, (e + 1) * SmallNetwork.INPUTS);
                float[] one = (float[]) session.getClass()
                        .getMethod("probability", float[].class)
                        .invoke(session, (Object) x);
                int largest = (int)
                        session.getClass().getMethod("best", float[].class).invoke(session, (Object) x);
                assertArrayEquals(
                        java.util.Arrays.copyOfRange(all, e * SmallNetwork.CLASSES, (e + 1) * SmallNetwork.CLASSES),
                        one);
                assertEquals(best[e], largest);
            }
        }
    }

    @Test
    void a_data_block_is_prepared() {
        ModelFactory factory = compile(Forms.F32);
        PreparationProgram preparation = factory.preparation("Small", "data", MAX_BATCH);
        Batch raw = batch(factory, 13, 1);
        Batch prepared = batch(factory, 1, 2);

        preparation.prepare(raw, prepared);

        for (int i = 0; i < 13 * SmallNetwork.INPUTS; i++) {
            assertEquals(raw.floats(0)[i] / 255f, prepared.floats(0)[i], 1e-7f);
        }
        for (int i = 0; i < 13; i++) {
            assertEquals(raw.ints(1)[i], prepared.ints(1)[i]);
        }
    }

    @Test
    void a_step_allocates_nothing() {
        ModelFactory factory = compile(Forms.F32);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Team team = Team.single()) {
            TrainingProgram trainer =
                    factory.trainer("Small", new ProgramRequest(factory.newWeights(3), MAX_BATCH, team));
            Batch batch = batch(factory, MAX_BATCH, 1);
            StepContext context = context(1);
            long allocated = Long.MAX_VALUE;
            // vectors are objects until the JIT has compiled the kernels, which has those of other tests to do before
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (allocated > 0 && System.nanoTime() < end) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int step = 1; step <= 100; step++) {
                    context.moveTo(step, 0);
                    trainer.step(batch, context);
                }
                allocated = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertEquals(0, allocated);
        }
    }

    @Test
    void the_same_plan_gives_the_same_text() {
        assertEquals(files(Forms.F32), files(Forms.F32));
    }

    @Test
    void text_of_users_cannot_leave_its_comment() {
        String session = files(Forms.F32).stream()
                .filter(file -> file.path().endsWith("/SmallSession.java"))
                .findFirst()
                .orElseThrow()
                .text();

        assertTrue(session.contains("How likely each class is. *&#47; &#64;link &lt;b&gt; &#92;u002a/"), session);
    }

    @Test
    void a_batch_that_is_too_large_is_refused_with_both_numbers() {
        ModelFactory factory = compile(Forms.F32);
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer("Small", new ProgramRequest(factory.newWeights(3), 4, team));

            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> trainer.step(batch(factory, 5, 1), context(1)));

            assertEquals("examples: the batch has 5 examples; this program was made for 1 to 4", refusal.getMessage());
        }
    }

    @Test
    void generated_code_that_does_not_compile_is_a_fault_of_dlmc() {
        IllegalStateException fault = assertThrows(
                IllegalStateException.class,
                () -> new InMemoryCompiler()
                        .compile(List.of(new GeneratedFile("a/B.java", "package a;\nclass B { int x = y; }\n"))));

        assertTrue(
                fault.getMessage()
                        .startsWith("this is a bug in dlmc: the generated a/B.java does not compile: line 2: "),
                fault.getMessage());
    }
}
