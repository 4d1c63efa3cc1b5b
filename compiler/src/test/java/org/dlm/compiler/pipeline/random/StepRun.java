package org.dlm.compiler.pipeline.random;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.Storage;
import org.dlm.runtime.model.TensorStorage;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/**
 * One execution of a step's generated program. Before it everything that the step may not read is NaN, or a number far outside of
 * all places; afterwards what it may not write must be as it was.
 */
final class StepRun {
    static final int FAR = 1 << 30;

    private final StepProgram program;
    private final TrainingProgram trainer;
    private final List<Found> found = new ArrayList<>();

    /** What came out, as numbers and as bits. */
    record Found(String name, BoundedTensor wanted, double[] values) {}

    private StepRun(StepProgram program, TrainingProgram trainer) {
        this.program = program;
        this.trainer = trainer;
    }

    static List<Found> of(StepProgram program, ModelFactory factory, Batch batch, Weights weights, Team team) {
        StepGraph step = program.step();
        TrainingProgram trainer =
                factory.trainer(program.recipe().name(), new ProgramRequest(weights, step.capacity(), team));
        return new StepRun(program, trainer).run(batch);
    }

    private List<Found> run(Batch batch) {
        StepGraph step = program.step();
        spoil(field("floats"));
        spoil(field("ints"));
        spoilAll(trainer.state());
        fill(trainer.state(), step, OpKind.Role.STATE);
        batch.filled(step.inputs().batch(), 0);
        StepContext context = new StepContext(step.inputs().seed(), 100, 2, hypers(step));
        context.moveTo(step.inputs().step(), 0);
        double loss = trainer.step(batch, context);
        collect(loss, batch);
        List<Integer> touched = touched(trainer.state(), program.recipe().kept().state());
        if (!touched.isEmpty()) {
            throw new IllegalStateException("writes between the tensors of the state, at " + touched);
        }
        return found;
    }

    private static double[] hypers(StepGraph step) {
        return step.sources(OpKind.Role.HYPER).stream()
                .mapToDouble(op -> step.elements(op)[0])
                .toArray();
    }

    static void fill(TensorStorage storage, StepGraph step, OpKind.Role... roles) {
        for (Op op : step.sources(roles)) {
            storage.set(StepGraph.name(op), step.elements(op));
        }
    }

    static void spoil(Object array) {
        switch (array) {
            case float[] floats -> Arrays.fill(floats, Float.NaN);
            case double[] doubles -> Arrays.fill(doubles, Double.NaN);
            case int[] ints -> Arrays.fill(ints, FAR);
            default -> throw new IllegalArgumentException(array.toString());
        }
    }

    private Object field(String name) {
        return field(trainer, name);
    }

    static Object field(Object program, String name) {
        try {
            Field field = program.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(program);
        } catch (ReflectiveOperationException fault) {
            throw new AssertionError(fault);
        }
    }

    private void collect(double loss, Batch batch) {
        StepGraph step = program.step();
        for (StepProgram.Wanted wanted : program.wanted()) {
            found.add(new Found(wanted.name(), wanted.tensor(), read(wanted, batch)));
        }
        found.add(new Found("the loss", program.bounds().get(step.loss().op()), new double[] {loss}));
        for (Graph.Result result : step.graph().results()) {
            if (result.op().type().element() == ElementType.NUMBER) {
                found.add(new Found(
                        result.name(), program.bounds().get(result.op()), new double[] {trainer.setting(result.name())
                        }));
            }
        }
        kept(trainer.weights(), OpKind.Role.PARAMETER, OpKind.Role.BUFFER);
        kept(trainer.state(), OpKind.Role.STATE);
        for (Op op : step.sources(OpKind.Role.INPUT, OpKind.Role.TARGET)) {
            int port = batch.port(StepGraph.name(op));
            Object column = column(batch, port);
            found.add(new Found(
                    "input " + StepGraph.name(op),
                    program.bounds().get(op),
                    numbers(column, 0, step.elements(op).length)));
        }
    }

    /** The next values of what is updated, and the old ones of the rest. */
    private void kept(TensorStorage storage, OpKind.Role... roles) {
        Graph graph = program.step().graph();
        for (Op op : program.step().sources(roles)) {
            Op next = graph.updates().stream()
                    .filter(update -> update.target() == op)
                    .map(Graph.Update::value)
                    .findFirst()
                    .orElse(op);
            found.add(new Found(
                    "kept " + StepGraph.name(op), program.bounds().get(next), storage.get(StepGraph.name(op))));
        }
    }

    static Object column(Batch batch, int port) {
        if (batch.ports().get(port).kind().isStoredAsInt()) {
            return batch.ints(port);
        }
        return batch.floats(port).length > 0 ? batch.floats(port) : batch.doubles(port);
    }

    private double[] read(StepProgram.Wanted wanted, Batch batch) {
        int count = wanted.tensor().values().length;
        return switch (wanted.storage()) {
            case Storage.InArena arena ->
                numbers(
                        field(arena.pool() == Storage.Pool.FLOATS ? "floats" : "ints"),
                        arena.fixed() + arena.perExample() * program.step().capacity(),
                        count);
            case Storage.InScratch scratch -> throw new AssertionError(wanted.name() + " is in " + scratch);
            case Storage.InKept kept ->
                numbers(field(kept.array() == Storage.Kept.WEIGHTS ? "weights" : "state"), kept.offset(), count);
            case Storage.InColumn column -> numbers(column(batch, batch.port(column.name())), 0, count);
        };
    }

    static double[] numbers(Object array, int at, int count) {
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++) {
            numbers[k] = switch (array) {
                case float[] floats -> floats[at + k];
                case double[] doubles -> doubles[at + k];
                case int[] ints -> ints[at + k];
                default -> throw new IllegalArgumentException(array.toString());
            };
        }
        return numbers;
    }

    /** The places between the tensors of a layout that are not NaN any more. */
    static List<Integer> touched(TensorStorage storage, ArrayLayout layout) {
        boolean[] known = new boolean[storage.length()];
        for (ArrayLayout.Slot slot : layout.slots()) {
            Arrays.fill(
                    known,
                    slot.offset(),
                    slot.offset() + (int) slot.tensor().type().fixedElements(),
                    true);
        }
        List<Integer> touched = new ArrayList<>();
        for (int k = 0; k < known.length; k++) {
            if (!known[k] && !Double.isNaN(storage.at(k))) {
                touched.add(k);
            }
        }
        return touched;
    }

    static void spoilAll(TensorStorage storage) {
        spoil(storage.precision() == org.dlm.runtime.model.Precision.F32 ? storage.floats() : storage.doubles());
    }
}
