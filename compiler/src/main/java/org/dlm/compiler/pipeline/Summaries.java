package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.ElaboratedModel.InstanceRecord;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.recipe.TrainingPlan;

/** What the instances of a model cost, counted in its graph for one example. */
final class Summaries {
    private Summaries() {}

    static ModelSummary of(
            ElaboratedModel model, List<TrainingPlan> recipes, ModelMemory memory, String packageName, String path) {
        String className = packageName.isEmpty() ? model.name() : packageName + "." + model.name();
        List<ModelSummary.Row> rows =
                model.instances().stream().map(i -> row(model, i)).toList();
        return new ModelSummary(
                model.name(),
                className,
                path,
                recipes.stream().map(TrainingPlan::name).toList(),
                rows,
                memory);
    }

    private static ModelSummary.Row row(ElaboratedModel model, InstanceRecord instance) {
        TensorType output = instance.outputs().isEmpty()
                ? new TensorType(org.dlm.compiler.graph.ElementType.FLOAT, List.of())
                : instance.outputs().getFirst();
        List<Op> ops = model.inference().ops().stream()
                .filter(op -> op.origin().instances().equals(instance.path()))
                .toList();
        return new ModelSummary.Row(
                String.join("/", instance.path()),
                instance.callable(),
                output.shape().stream().map(Extent::fixedSize).toList(),
                parameters(model, instance),
                ops.stream().mapToLong(Summaries::multiplyAdds).sum(),
                output.fixedElements() * 4,
                ReceptiveFields.of(model.inference(), instance));
    }

    private static long parameters(ElaboratedModel model, InstanceRecord instance) {
        String prefix = String.join("/", instance.path()) + "/";
        return model.owned().stream()
                .filter(ElaboratedModel.Owned::trained)
                .filter(o -> o.path().startsWith(prefix) && o.path().indexOf('/', prefix.length()) < 0)
                .mapToLong(o -> o.type().fixedElements())
                .sum();
    }

    /** A sum whose body multiplies counts one for each element of its domain. */
    private static long multiplyAdds(Op op) {
        if (!(op.kind() instanceof OpKind.Indexed indexed) || indexed.reduction() != Reduction.SUM) {
            return 0;
        }
        boolean[] multiplies = {false};
        indexed.body()
                .forEach(s -> multiplies[0] |= s instanceof org.dlm.compiler.graph.Scalar.Apply apply
                        && apply.primitive() == org.dlm.compiler.graph.Primitive.MULTIPLY);
        List<Axis> axes = new ArrayList<>(indexed.axes());
        return multiplies[0]
                ? axes.stream().mapToLong(a -> a.extent().fixedSize()).reduce(1, (a, b) -> a * b)
                : 0;
    }
}
