package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.elaborate.ElaboratedModel.InstanceRecord;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;

/**
 * How many places of an input one element sees along each axis, followed through the index maps: through {@code x[i * s + u]} with
 * {@code u < k}, a field {@code r} with jump {@code j} becomes {@code r + (k - 1) * j} with jump {@code j * s}.
 */
final class ReceptiveFields {
    /** Of one axis; empty axes of a value do not go back to an axis of an input. */
    private record Field(int size, int jump) {}

    private final Map<Op, List<Optional<Field>>> fields = new HashMap<>();

    ReceptiveFields(Graph graph) {
        graph.ops().forEach(op -> fields.put(op, of(op)));
    }

    /**
     * The fields of the last value of that type which the instance makes; empty where none goes back to an input's axis.
     *
     * @param ops those of the instance, in order
     */
    List<Integer> of(InstanceRecord instance, List<Op> ops) {
        return ops.reversed().stream()
                .filter(op -> instance.outputs().contains(op.type()))
                .findFirst()
                .map(op -> fields.get(op).stream()
                        .flatMap(Optional::stream)
                        .map(Field::size)
                        .toList())
                .orElse(List.of());
    }

    private List<Optional<Field>> of(Op op) {
        List<Optional<Field>> own = new ArrayList<>();
        for (int axis = 0; axis < op.type().rank(); axis++) {
            own.add(
                    switch (op.kind()) {
                        case OpKind.Source source ->
                            source.role() == OpKind.Role.INPUT ? Optional.of(new Field(1, 1)) : Optional.empty();
                        case OpKind.Indexed indexed -> through(indexed, axis);
                        case OpKind.ScatterAdd scatter -> Optional.<Field>empty();
                        case OpKind.Reshape reshape -> Optional.<Field>empty();
                        case OpKind.Draw draw -> Optional.<Field>empty();
                    });
        }
        return own;
    }

    private Optional<Field> through(OpKind.Indexed indexed, int axis) {
        Optional<Field> widest = Optional.empty();
        for (Scalar.Load load : indexed.body().loads()) {
            for (int d = 0; d < load.at().size(); d++) {
                if (load.at().get(d) instanceof Affine place && place.coefficient(axis) > 0) {
                    Optional<Field> before = fields.get(load.source()).get(d);
                    Optional<Field> here = before.map(field -> through(indexed, axis, place, field));
                    widest = here.isPresent()
                                    && widest.map(w -> w.size() < here.get().size())
                                            .orElse(true)
                            ? here
                            : widest;
                }
            }
        }
        return widest;
    }

    private static Field through(OpKind.Indexed indexed, int axis, Affine place, Field before) {
        int reach = 0;
        for (int r = indexed.free().size(); r < indexed.axes().size(); r++) {
            int coefficient = Math.abs(place.coefficient(r));
            if (coefficient > 0 && !indexed.axes().get(r).extent().isBatch()) {
                reach += coefficient * (indexed.axes().get(r).extent().fixedSize() - 1);
            }
        }
        return new Field(before.size() + reach * before.jump(), before.jump() * place.coefficient(axis));
    }
}
