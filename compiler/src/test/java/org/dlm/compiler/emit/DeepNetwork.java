package org.dlm.compiler.emit;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.product;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.optimize.Optimizer;

/** Many equal layers, one after the other: what large networks do to the size of classes. */
public final class DeepNetwork {
    private static final int WIDTH = 4;
    private static final TensorType MATRIX = TensorType.of(ElementType.FLOAT, WIDTH, WIDTH);

    private DeepNetwork() {}

    public static ModelPlan plan(int layers) {
        List<ArrayLayout.Tensor> tensors = new ArrayList<>();
        GraphBuilder builder = new GraphBuilder();
        GraphBuilder start = new GraphBuilder();
        List<Graph.Result> starts = new ArrayList<>();
        Op zeros = start.pointwise(List.of(axis("i", WIDTH), axis("j", WIDTH)), Scalars.literal(0.0), origin("zeros"));
        Op y = builder.source(OpKind.Role.INPUT, "x", TensorType.of(ElementType.FLOAT, WIDTH), true, origin("x"));
        for (int layer = 0; layer < layers; layer++) {
            String path = "layer." + layer + "/W";
            tensors.add(new ArrayLayout.Tensor(path, MATRIX, true));
            starts.add(new Graph.Result(Graph.ResultRole.VALUE, path, zeros));
            y = layer(builder, y, builder.source(OpKind.Role.PARAMETER, path, MATRIX, false, origin(path)));
        }
        Graph graph =
                BatchPass.run(builder.graph(List.of(new Graph.Result(Graph.ResultRole.OUTPUT, "y", y)), List.of()));
        ArrayLayout weights = ArrayLayout.of(Forms.F32.precision(), tensors);
        ProgramBuilder programs = new ProgramBuilder(Forms.F32, weights);
        return new ModelPlan(
                "org.dlm.generated",
                "Deep",
                "",
                "0123",
                "4567",
                Forms.F32,
                List.of(new ModelPlan.PortPlan("x", false, TensorType.of(ElementType.FLOAT, WIDTH), 0, "")),
                weights,
                List.of(),
                List.of(new ModelPlan.OutputPlan(
                        "y", TensorType.of(ElementType.FLOAT, WIDTH), "", programs.build(Optimizer.optimize(graph)))),
                programs.build(Optimizer.optimize(start.graph(starts, List.of())), Storage.Kept.WEIGHTS),
                programs.build(Optimizer.optimize(new GraphBuilder().graph(List.of(), List.of()))),
                List.of());
    }

    private static Op layer(GraphBuilder builder, Op x, Op w) {
        Op sum = builder.indexed(
                List.of(axis("o", WIDTH)),
                Reduction.SUM,
                List.of(axis("i", WIDTH)),
                product(load(w, at(1), at(0)), load(x, at(1))),
                origin("sum"));
        return builder.pointwise(List.of(axis("o", WIDTH)), apply(Primitive.TANH, load(sum, at(0))), origin("layer"));
    }
}
