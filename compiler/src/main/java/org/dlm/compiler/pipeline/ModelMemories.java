package org.dlm.compiler.pipeline;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramPlan;
import org.dlm.compiler.emit.RecipePlan;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.memory.Alignment;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.MemoryBytes;

/** Adds up what the generated classes of a model allocate, class by class as they are emitted. */
final class ModelMemories {
    private final ModelPlan model;

    private ModelMemories(ModelPlan model) {
        this.model = model;
    }

    static ModelMemory of(ModelPlan model) {
        return new ModelMemories(model).memory();
    }

    private ModelMemory memory() {
        return new ModelMemory(
                bytes(model.weights()),
                arenas(model.start()),
                columns(model.ports().stream().map(ModelPlan.PortPlan::type).toList()),
                arenas(model.evaluation()),
                inference(),
                model.recipes().stream().map(this::recipe).toList());
    }

    private long bytes(ArrayLayout layout) {
        return (long) layout.length() * MemoryBytes.bytesOfFloat(precision());
    }

    private Precision precision() {
        return model.forms().precision();
    }

    private static MemoryBytes arenas(ProgramPlan... programs) {
        return MemoryBytes.ofArenas(Stream.of(programs).map(ProgramPlan::memory).toList());
    }

    /** A session computes all outputs, keeps one example of each, and copies the inputs that any of them reads. */
    private MemoryBytes inference() {
        List<ProgramPlan> programs =
                model.outputs().stream().map(ModelPlan.OutputPlan::program).toList();
        List<String> read = programs.stream()
                .flatMap(program -> program.sources(OpKind.Role.INPUT, OpKind.Role.TARGET).stream())
                .map(ModelMemories::name)
                .toList();
        MemoryBytes inputs = columns(model.ports().stream()
                .filter(port -> read.contains(port.name()))
                .map(ModelPlan.PortPlan::type)
                .toList());
        long own = model.outputs().stream()
                .map(ModelPlan.OutputPlan::type)
                .filter(type -> type.rank() > 0)
                .mapToLong(type -> type.fixedElements() * width(type))
                .sum();
        return arenas(programs.toArray(ProgramPlan[]::new)).plus(inputs).plus(new MemoryBytes(own, 0));
    }

    private static String name(Op op) {
        return ((OpKind.Source) op.kind()).name();
    }

    private ModelMemory.Recipe recipe(RecipePlan recipe) {
        ProgramPlan[] stepAndStart = Stream.concat(
                        Stream.of(recipe.training(), recipe.update()), recipe.stateStart().stream())
                .toArray(ProgramPlan[]::new);
        return new ModelMemory.Recipe(
                recipe.name(),
                recipe.settings().batch(),
                bytes(recipe.kept().state()),
                arenas(stepAndStart).plus(new MemoryBytes(bytes(recipe.kept().gradients()), 0)),
                arenas(recipe.gradient()),
                recipe.data().stream().map(this::block).toList());
    }

    private ModelMemory.Block block(RecipePlan.DataPlan data) {
        return new ModelMemory.Block(
                data.name(),
                columns(data.columns().stream().map(RecipePlan.Column::type).toList()),
                arenas(data.preparation()));
    }

    /** One batch, with the room after its last value that vector code may read. */
    private MemoryBytes columns(Collection<TensorType> types) {
        return types.stream()
                .map(type -> new MemoryBytes((long) Alignment.SLACK * width(type), type.fixedElements() * width(type)))
                .reduce(MemoryBytes.NONE, MemoryBytes::plus);
    }

    private int width(TensorType type) {
        return switch (type.element()) {
            case FLOAT -> MemoryBytes.bytesOfFloat(precision());
            case INT, BOOL -> Integer.BYTES;
            case NUMBER -> Double.BYTES;
        };
    }
}
