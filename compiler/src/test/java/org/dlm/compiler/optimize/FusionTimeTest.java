package org.dlm.compiler.optimize;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dlm.compiler.graph.Graph;
import org.junit.jupiter.api.Test;

/** The search for what may be joined grows with the graph, counted in groups that are looked at. */
class FusionTimeTest {
    @Test
    void twice_the_layers_take_twice_the_search() {
        long once = visited(80);
        long twice = visited(160);
        long four = visited(320);
        assertTrue(twice <= 2.3 * once, once + " groups for 80 layers, " + twice + " for 160");
        assertTrue(four <= 2.3 * twice, twice + " groups for 160 layers, " + four + " for 320");
    }

    private static long visited(int layers) {
        Graph step = TrainingStep.of("""
                model M {
                  input x: float[8]
                  target t: float[8]
                  h = x
                  for i in 0 .. %d { h = h + softmax(h -> dense(8) -> tanh) }
                  output y = h
                  loss total = mean(i : (y[i] - t[i]) ^ 2)
                }
                train M {
                  minimize total using adam(0.1)
                  data { d = csv("a.csv") x = d[0:8] t = d[8:16] }
                }
                """.formatted(layers));
        return Fusion.visited(step);
    }
}
