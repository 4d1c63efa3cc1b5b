package org.dlm.compiler.pipeline.random;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramBuilder;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.optimize.Optimizer;

/** A value of a step that follows from inputs and weights alone, as an output of the model: what a session computes. */
record StepOutput(Op value, ModelPlan.OutputPlan plan) {
    /** The last of the step's results that can be one. */
    static Optional<StepOutput> of(StepGraph step, String name, ProgramBuilder builder) {
        Set<Op> computed = Reach.of(step.graph(), Set.of(OpKind.Role.INPUT, OpKind.Role.PARAMETER, OpKind.Role.BUFFER));
        return step.graph().results().reversed().stream()
                .map(Graph.Result::op)
                .filter(op -> computed.contains(op) && op.type().batched())
                .filter(op -> op.type().element() != ElementType.NUMBER)
                .findFirst()
                .map(op -> new StepOutput(op, plan(step, op, name, builder)));
    }

    private static ModelPlan.OutputPlan plan(StepGraph step, Op op, String name, ProgramBuilder builder) {
        Graph graph = GraphBuilder.startingFrom(step.graph())
                .graph(List.of(new Graph.Result(ResultRole.OUTPUT, name, op)), List.of());
        TensorType ofOne = new TensorType(
                op.type().element(), op.type().shape().subList(1, op.type().rank()));
        return new ModelPlan.OutputPlan(
                name, ofOne, "", builder.withFixedWeights().build(Optimizer.optimize(graph)));
    }
}
