package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.InferenceProgram;
import org.junit.jupiter.api.Test;

/** What a session computes from weights alone it computes once, since they cannot change; a trainer and an evaluation do it each time. */
class FixedWeightsTest {
    /** The norms of rows, and those of columns, follow from weights alone. */
    private static final String TEXT = """
            package shop

            model Normed {
              input x: float[2]
              input z: float[2]
              param W: float[2, 2] = 1
              norms[i] = sqrt(sum(j: W[i, j] * W[i, j]))
              most[j] = max(i: W[i, j])
              output rows[i] = x[i] / norms[i]
              output columns[j] = z[j] * most[j]
              output plain[j] = z[j] + x[j]
              target t: float[2]
              loss total = sum(i: (rows[i] - t[i]) * (rows[i] - t[i]))
            }
            """;

    private static final EmbeddedModel MODEL = EmbeddedModel.of(TEXT, "shop.Normed");

    private static InferenceProgram session() {
        Weights weights = MODEL.factory().newWeights(1);
        weights.set("W", 3, 4, 5, 12);
        return MODEL.session(MODEL.make("of", weights), 1);
    }

    /** All outputs share the session's memory: what one of them needs of the weights is not what another one has left there. */
    @Test
    void outputs_in_any_order_are_right() {
        InferenceProgram session = session();
        Batch batch =
                new Batch(MODEL.description().ports(), 1, MODEL.description().precision());
        batch.filled(1, 0);
        float[][] inputs = {{10, 26}, {1, 2}};
        for (int p = 0; p < inputs.length; p++) {
            System.arraycopy(inputs[p], 0, batch.floats(p), 0, 2);
        }
        float[][] wanted = {{2, 2}, {5, 24}, {11, 28}};
        for (int output : new int[] {0, 0, 1, 0, 2, 1, 1, 2, 0, 1}) {
            float[] result = new float[2];
            session.compute(output, batch, result, 0);
            assertArrayEquals(wanted[output], result, "output " + output);
        }
    }

    @Test
    void the_session_does_it_in_methods_of_its_own_and_the_evaluation_each_time() {
        String session = MODEL.texts().get("shop.NormedSession");
        String evaluation = MODEL.texts().get("shop.NormedEvaluation");

        assertTrue(session.contains("if (fixed != 0) {"), session);
        assertTrue(body(session, "void fixRows()").contains("norms();"), session);
        assertFalse(body(session, "void computeRows()").contains("norms();"), session);
        assertTrue(body(session, "void fixColumns()").contains("most();"), session);
        assertFalse(session.contains("void fixPlain()"), session);
        assertFalse(evaluation.contains("fixed"), evaluation);
        assertEquals(1, body(evaluation, "void forward()").split("norms\\(\\);", -1).length - 1, evaluation);
    }

    private static String body(String text, String head) {
        int begin = text.indexOf(head);
        assertTrue(begin > 0, head + " in " + text);
        return text.substring(begin, text.indexOf("\n    }", begin));
    }
}
