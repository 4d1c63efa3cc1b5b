package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.NotFiniteException;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.junit.jupiter.api.Test;

/** A session gives no number that is infinite or none, unless it is asked to. */
class NonFiniteOutputsTest {
    private static final EmbeddedModel TINY = EmbeddedModel.tiny();

    private static final String LOGARITHM = """
            package shop

            model Log {
              input x: float[2]
              input shift: float
              output y = log(x) + shift
              output sign = x[0] > shift
            }
            """;

    private static NotFiniteException refusal(EmbeddedModel model, Object session, String output, Object... inputs) {
        return assertThrows(NotFiniteException.class, () -> model.call(session, output, inputs));
    }

    @Test
    void an_input_that_is_the_cause_is_named_with_its_place() {
        InferenceProgram session = TINY.session(TINY.create(1), 3);
        float[] x = new float[12];
        x[4 + 2] = Float.NaN;

        NotFiniteException refusal = refusal(TINY, session, "probability", x, 3, new float[9]);

        assertEquals(
                "the output probability of example 1 is not finite: probability[0] is NaN; the cause is an input: x[2] is"
                        + " NaN. Give finite numbers, or let such results through by allowNonFinite() of the session",
                refusal.getMessage());
        assertEquals("probability", refusal.result());
    }

    @Test
    void else_a_parameter_that_is_the_cause_is_named() {
        Weights weights = TINY.factory().newWeights(1);
        weights.set("head/b", 0, Double.POSITIVE_INFINITY, 0);
        InferenceProgram session = TINY.session(TINY.make("of", weights), 1);

        String message = refusal(TINY, session, "probability", new float[4]).getMessage();

        assertTrue(message.contains("all inputs are finite; the cause is a parameter: head/b[1] is Infinity"), message);
    }

    @Test
    void else_it_is_the_arithmetic_of_the_model() {
        EmbeddedModel model = EmbeddedModel.of(LOGARITHM, "shop.Log");
        InferenceProgram session = model.session(model.create(1), 1);

        String message = refusal(model, session, "y", new float[] {1, 0}, 0f).getMessage();

        assertTrue(
                message.contains("y[1] is -Infinity; all inputs and parameters are finite, so the cause is"), message);
    }

    @Test
    void a_model_of_doubles_is_checked_likewise() {
        EmbeddedModel model =
                EmbeddedModel.of(LOGARITHM, "shop.Log", new CompileOptions(Precision.F64, 8, List.of(256)));
        InferenceProgram session = model.session(model.create(1), 1);

        String message =
                refusal(model, session, "y", new double[] {1, 1}, Double.NaN).getMessage();

        assertTrue(message.contains("y[0] is NaN; the cause is an input: shift is NaN"), message);
        assertEquals(1, model.call(session, "sign", new double[] {1, 1}, 0.5));
        refusal(model, session, "sign", new double[] {1, 1}, Double.NaN);
    }

    /** argmax of NaN is a class like any other, so it is asked before. */
    @Test
    void inputs_of_whole_numbers_are_finite() {
        InferenceProgram session = TINY.session(TINY.create(1), 1);

        String message = refusal(TINY, session, "best", new float[] {0, 0, Float.NEGATIVE_INFINITY, 0})
                .getMessage();

        assertTrue(
                message.startsWith("the output best of example 0 would be computed from an input that is not finite:"
                        + " x[2] is -Infinity"),
                message);
    }

    @Test
    void the_general_form_is_checked_likewise_and_targets_are_nobodys_business() {
        InferenceProgram session = TINY.session(TINY.create(1), 2);
        Batch batch = TINY.batch(2);
        batch.ints(1)[0] = 99;
        session.compute(0, batch, new float[6], 0);
        batch.floats(0)[4] = Float.NaN;

        assertThrows(NotFiniteException.class, () -> session.compute(0, batch, new float[6], 0));
        assertThrows(NotFiniteException.class, () -> session.compute(1, batch, new int[2], 0));
    }

    @Test
    void a_session_lets_all_through_on_demand() {
        InferenceProgram session = TINY.session(TINY.create(1), 1);

        assertSame(session, session.allowNonFinite());
        float[] found = TINY.floats(session, "probability", new float[] {Float.NaN, 0, 0, 0});
        assertTrue(Float.isNaN(found[0]));
    }

    /** The JVM itself allocates now and then, so that one round of many without any is the proof. */
    @Test
    void a_call_with_all_its_checks_allocates_nothing() throws ReflectiveOperationException {
        InferenceProgram session = TINY.session(TINY.create(1), 19);
        Batch batch = TINY.batch(19);
        float[] into = new float[57];
        int[] best = new int[19];
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3000 && allocated > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                session.compute(0, batch, into, 0);
                session.compute(1, batch, best, 0);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
    }
}
