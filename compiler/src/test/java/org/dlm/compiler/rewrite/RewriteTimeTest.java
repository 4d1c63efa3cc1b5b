package org.dlm.compiler.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.Result;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.junit.jupiter.api.Test;

/** How much there is to do grows with the graph and what changes in it, counted in ops that are brought to the rules. */
class RewriteTimeTest {
    private static final List<Axis> AXES = List.of(Ops.axis("i", 6));

    private final GraphBuilder builder = new GraphBuilder();
    private final Op x =
            builder.source(OpKind.Role.PARAMETER, "x", TensorType.of(ElementType.FLOAT, 6), false, Ops.origin("x"));

    private Op tanh(Scalar of) {
        return builder.pointwise(AXES, Scalars.apply(Primitive.TANH, of), Ops.origin("h"));
    }

    private static Scalar twiceNegated(Op op) {
        return Scalars.apply(Primitive.NEGATE, Scalars.apply(Primitive.NEGATE, Scalars.loadAt(op, 0)));
    }

    private Graph graph(List<Op> results) {
        List<Result> named = new ArrayList<>();
        for (Op op : results) {
            named.add(Ops.value("out" + named.size(), op));
        }
        return builder.graph(named, List.of());
    }

    private static long visited(Graph graph) {
        return new RewritePass(Rules.CANONICALIZE).visited(graph);
    }

    @Test
    void in_the_usual_form_each_op_is_looked_at_once() {
        Op h = tanh(Scalars.loadAt(x, 0));
        Graph graph = graph(List.of(h, tanh(Scalars.loadAt(h, 0))));

        assertEquals(3, visited(graph));
    }

    @Test
    void only_what_has_changed_and_what_reads_it_is_looked_at_again() {
        List<Op> results = new ArrayList<>();
        for (Op h = x; results.size() < 50; ) {
            h = tanh(Scalars.loadAt(h, 0));
            results.add(h);
        }
        Op changed = tanh(twiceNegated(results.getLast()));
        results.add(changed);
        results.add(tanh(Scalars.loadAt(changed, 0)));

        assertEquals(53 + 2, visited(graph(results)));
    }

    @Test
    void twice_the_layers_take_twice_the_rewriting() {
        long once = visited(chain(200));
        long twice = visited(chain(400));

        assertTrue(once >= 200 && twice <= 2.05 * once, once + " for 200 layers, " + twice + " for 400");
    }

    private Graph chain(int layers) {
        Op h = x;
        for (int k = 0; k < layers; k++) {
            h = tanh(twiceNegated(h));
        }
        return graph(List.of(h));
    }
}
