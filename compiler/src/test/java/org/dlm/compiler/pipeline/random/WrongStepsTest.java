package org.dlm.compiler.pipeline.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps that were wrong, shrunk to what was wrong about them; those of single kernels are beside the schedules. */
@Tag("many-kernels")
class WrongStepsTest {
    /** The program, which computes what depends on settings and counters alone, knew all functions but one. */
    @Test
    void functions_of_run_time_numbers() {
        GraphBuilder builder = new GraphBuilder();
        Op step = builder.source(
                OpKind.Role.COUNTER, "step", new TensorType(ElementType.NUMBER, List.of()), false, Ops.origin("step"));
        Scalar number = Scalars.divide(Scalars.load(step, List.of()), Scalars.literal(ElementType.NUMBER, 7));
        Scalar sum = List.of(Primitive.values()).stream()
                .filter(primitive -> primitive.arity() == 1 && primitive != Primitive.NOT)
                .filter(primitive -> primitive != Primitive.TO_INT && primitive != Primitive.TO_NUMBER)
                .map(primitive -> Scalars.coerce(Scalars.apply(primitive, number), ElementType.FLOAT))
                .reduce(Scalars::add)
                .orElseThrow();
        Op loss = builder.pointwise(List.of(), sum, Ops.origin("loss"));
        Graph graph = builder.graph(List.of(new Graph.Result(ResultRole.LOSS, "loss", loss)), List.of());
        Inputs inputs = Inputs.ofBatch(2).withStep(3).with(OpKind.Role.COUNTER, "step", 3);
        assertRight(new StepGraph(graph, inputs, Map.of(), 2));
    }

    private static void assertRight(StepGraph step) {
        for (Precision precision : Precision.values()) {
            assertEquals(Map.of(), StepProof.faults(List.of(step), precision, new Statistics()));
        }
    }
}
