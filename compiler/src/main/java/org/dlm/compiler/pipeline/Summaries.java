package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        Map<List<String>, List<Op>> ops = model.inference().ops().stream()
                .collect(Collectors.groupingBy(op -> op.origin().instances()));
        Map<String, Long> parameters = parameters(model);
        ReceptiveFields fields = new ReceptiveFields(model.inference());
        List<ModelSummary.Row> rows = model.instances().stream()
                .map(i -> row(i, ops.getOrDefault(i.path(), List.of()), parameters, fields))
                .toList();
        return new ModelSummary(
                model.name(),
                className,
                path,
                recipes.stream().map(TrainingPlan::name).toList(),
                rows,
                memory);
    }

    private static ModelSummary.Row row(
            InstanceRecord instance, List<Op> ops, Map<String, Long> parameters, ReceptiveFields fields) {
        String path = String.join("/", instance.path());
        TensorType output = instance.outputs().isEmpty()
                ? new TensorType(org.dlm.compiler.graph.ElementType.FLOAT, List.of())
                : instance.outputs().getFirst();
        return new ModelSummary.Row(
                path,
                instance.callable(),
                output.shape().stream().map(Extent::fixedSize).toList(),
                parameters.getOrDefault(path, 0L),
                ops.stream().mapToLong(Summaries::multiplyAdds).sum(),
                output.fixedElements() * 4,
                fields.of(instance, ops));
    }

    /** The elements of all parameters that an instance owns itself, by its path. */
    private static Map<String, Long> parameters(ElaboratedModel model) {
        return model.owned().stream()
                .filter(ElaboratedModel.Owned::trained)
                .filter(o -> o.path().contains("/"))
                .collect(Collectors.groupingBy(
                        o -> o.path().substring(0, o.path().lastIndexOf('/')),
                        Collectors.summingLong(o -> o.type().fixedElements())));
    }

    /** The product, or the largest long. */
    private static long times(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
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
                ? axes.stream().mapToLong(a -> a.extent().fixedSize()).reduce(1, Summaries::times)
                : 0;
    }
}
