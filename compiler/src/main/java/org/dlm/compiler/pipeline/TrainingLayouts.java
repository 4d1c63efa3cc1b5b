package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.elaborate.ElaboratedModel.Owned;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.ArrayLayout.Room;
import org.dlm.compiler.memory.ArrayLayout.Tensor;
import org.dlm.compiler.memory.KeptLayouts;

/**
 * The places of gradients and optimizer state: in the order of the weights, so that an element of a run of parameters has its
 * gradient and each of its state tensors at the same place of their runs.
 *
 * <pre>
 * weights     W1 .... b1 ..
 * gradients   W1 .... b1 ..
 * state       W1/m .. b1/m . W1/v .. b1/v .
 * </pre>
 */
final class TrainingLayouts {
    private final Precision precision;
    private final ArrayLayout weights;
    private final TrainingGraphs graphs;
    private final Map<String, TensorType> types = new HashMap<>();
    private final Map<String, Integer> listed = new HashMap<>();

    private TrainingLayouts(Precision precision, ArrayLayout weights, TrainingGraphs graphs) {
        this.precision = precision;
        this.weights = weights;
        this.graphs = graphs;
        graphs.trained().forEach(op -> types.put(LossDerivative.path(op), op.type()));
        weights.slots().forEach(slot -> listed.put(slot.path(), listed.size()));
    }

    /** @param weights those of the model */
    static KeptLayouts of(Precision precision, ArrayLayout weights, TrainingGraphs graphs) {
        TrainingLayouts layouts = new TrainingLayouts(precision, weights, graphs);
        return new KeptLayouts(layouts.weights(), layouts.state(), layouts.gradients());
    }

    private ArrayLayout weights() {
        return withRuns(weights);
    }

    private ArrayLayout gradients() {
        List<Tensor> placed = weights.placed().stream()
                .filter(tensor -> types.containsKey(tensor.path()))
                .toList();
        return withRuns(ArrayLayout.of(precision, placed))
                .listed(Comparator.comparing(slot -> listed.get(slot.path())));
    }

    private ArrayLayout withRuns(ArrayLayout layout) {
        ArrayLayout all = layout;
        for (Map.Entry<String, List<String>> run : graphs.runs().entrySet()) {
            all = all.withRun(
                    new Tensor(run.getKey(), typeOfRun(run.getKey()), true),
                    run.getValue().getFirst());
        }
        return all;
    }

    private TensorType typeOfRun(String name) {
        return graphs.update().sources(OpKind.Role.PARAMETER).stream()
                .filter(op -> LossDerivative.path(op).equals(name))
                .map(Op::type)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this is a bug in dlmc: nothing updates " + name));
    }

    private ArrayLayout state() {
        List<Room> rooms = new ArrayList<>();
        List<Owned> runs = new ArrayList<>();
        for (Owned state : graphs.updates().states()) {
            if (graphs.runs().containsKey(parameter(state.path()))) {
                rooms.addAll(ofRun(state));
                runs.add(state);
            } else {
                rooms.add(Room.of(new Tensor(state.path(), state.type(), false)));
            }
        }
        ArrayLayout layout = ArrayLayout.ofRooms(precision, rooms);
        for (Owned run : runs) {
            layout = layout.withRun(new Tensor(run.path(), run.type(), false), first(run));
        }
        return layout.listed(Comparator.comparing(slot -> listed.get(parameter(slot.path()))));
    }

    private String first(Owned run) {
        return statePath(graphs.runs().get(parameter(run.path())).getFirst(), run);
    }

    /** The same state of each parameter of the run: its shape, and behind it what the rule keeps for an element. */
    private List<Room> ofRun(Owned run) {
        List<Extent> ofElement = run.type().shape().subList(2, run.type().rank());
        List<Room> rooms = new ArrayList<>();
        for (String path : graphs.runs().get(parameter(run.path()))) {
            List<Extent> shape = new ArrayList<>(types.get(path).shape());
            shape.addAll(ofElement);
            Tensor tensor =
                    new Tensor(statePath(path, run), new TensorType(run.type().element(), shape), false);
            Tensor parameter = new Tensor(path, types.get(path), true);
            long each = ofElement.stream().mapToLong(Extent::fixedSize).reduce(1, Math::multiplyExact);
            rooms.add(new Room(tensor, Room.of(parameter).elements() * each));
        }
        return rooms;
    }

    private static String statePath(String parameter, Owned run) {
        return parameter + run.path().substring(run.path().lastIndexOf('/'));
    }

    /** Of {@code conv1/W/m}: {@code conv1/W}. */
    private static String parameter(String state) {
        return state.substring(0, state.lastIndexOf('/'));
    }
}
