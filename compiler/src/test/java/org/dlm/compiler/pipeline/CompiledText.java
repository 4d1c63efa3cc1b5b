package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Random;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;
import org.dlm.compiler.optimize.TrainingStep;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/** The only model of a text, compiled for doubles and loaded, beside the graph of its first recipe's step. */
final class CompiledText {
    /** HotSpot compiles no method of more than 8000 bytecodes. */
    private static final int LARGEST_METHOD = 6_000;

    private static final int MOST_PARAMETERS = 255;
    private static final int MOST_CONSTANTS = 65_535;
    private static final int EXAMPLES = 3;

    private final List<GeneratedFile> files;
    private final ClassLoader classes;
    private final ModelFactory factory;
    private final String text;

    private CompiledText(String text) {
        this.text = text;
        CompileResult result = DlmCompiler.compile(new CompileRequest(
                List.of(new SourceFile("wide.dlm", text)), new CompileOptions(Precision.F64, EXAMPLES, List.of(256))));
        assertEquals(List.of(), result.diagnostics());
        files = result.files();
        classes = new InMemoryCompiler().compile(files);
        try {
            factory =
                    (ModelFactory) classes.loadClass(result.models().getFirst().className())
                            .getMethod("factory")
                            .invoke(null);
        } catch (ReflectiveOperationException fault) {
            throw new AssertionError(fault);
        }
    }

    static CompiledText of(String text) {
        return new CompiledText(text);
    }

    ModelFactory factory() {
        return factory;
    }

    /** The text of a generated class. */
    String source(String className) {
        return files.stream()
                .filter(file -> file.path().endsWith(className + ".java"))
                .map(GeneratedFile::text)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + className));
    }

    /** Examples with random values. */
    Batch batch(long seed) {
        return filled(factory.description().ports(), seed);
    }

    static Batch filled(List<Port> ports, long seed) {
        Batch batch = new Batch(ports, EXAMPLES, org.dlm.runtime.model.Precision.F64);
        Random random = new Random(seed);
        for (int p = 0; p < ports.size(); p++) {
            Port port = ports.get(p);
            for (int i = 0; i < EXAMPLES * port.shape().size(); i++) {
                if (port.kind().isStoredAsInt()) {
                    batch.ints(p)[i] = random.nextInt(Math.max(1, port.classes()));
                } else {
                    batch.doubles(p)[i] = random.nextDouble() - 0.5;
                }
            }
        }
        batch.filled(EXAMPLES, 0);
        return batch;
    }

    /** No method is too large for Java or for HotSpot, no class for its constants. */
    void assertSizes() {
        for (GeneratedFile file : files) {
            ClassModel type = read(file.path().replace(".java", ".class"));
            assertTrue(type.constantPool().size() < MOST_CONSTANTS / 2, file.path() + ": constants");
            for (MethodModel method : type.methods()) {
                String name = file.path() + " " + method.methodName();
                int size = method.code()
                        .map(code -> ((CodeAttribute) code).codeLength())
                        .orElse(0);
                assertTrue(size <= LARGEST_METHOD, name + ": " + size + " bytes");
                assertTrue(slots(method) <= MOST_PARAMETERS, name + ": " + slots(method) + " parameters");
            }
        }
    }

    private static int slots(MethodModel method) {
        int self = method.flags().has(AccessFlag.STATIC) ? 0 : 1;
        return self
                + method.methodTypeSymbol().parameterList().stream()
                        .map(ClassDesc::descriptorString)
                        .mapToInt(
                                parameter -> TypeKind.fromDescriptor(parameter).slotSize())
                        .sum();
    }

    private ClassModel read(String resource) {
        try (InputStream code = classes.getResourceAsStream(resource)) {
            return ClassFile.of().parse(code.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Loss and next weights of a step are those of the interpreter.
     *
     * @param tolerance relative: the longest sum of the model times the epsilon of doubles
     */
    void assertStep(long seed, double tolerance) {
        Graph graph = TrainingStep.of(text);
        Batch batch = batch(seed);
        Weights weights = factory.newWeights(seed);
        String recipe = factory.recipes().getFirst().name();
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer(recipe, new ProgramRequest(weights, EXAMPLES, team));
            Run run = Interpreter.run(graph, inputs(graph, batch, weights, trainer));

            double loss = trainer.step(batch, context());

            double expected = run.value(graph.results().getFirst().op()).elements()[0];
            assertEquals(expected, loss, tolerance * Math.max(1, Math.abs(expected)), "loss, seed " + seed);
            for (TensorSlot slot : factory.description().weights()) {
                graph.updates().stream()
                        .filter(update -> name(update.target()).equals(slot.path()))
                        .forEach(update -> assertArrayEquals(
                                run.value(update.value()).elements(),
                                weights.get(slot.path()),
                                tolerance,
                                slot.path() + ", seed " + seed));
            }
        }
    }

    private static StepContext context() {
        StepContext context = new StepContext(7, 100, 2);
        context.moveTo(1, 0);
        return context;
    }

    private Inputs inputs(Graph graph, Batch batch, Weights weights, TrainingProgram trainer) {
        Inputs inputs = Inputs.ofBatch(EXAMPLES).withSeed(7).withStep(1);
        for (Op op : graph.ops()) {
            if (op.kind() instanceof OpKind.Source source) {
                double[] elements = switch (source.role()) {
                    case INPUT, TARGET -> column(batch, source.name());
                    case PARAMETER, BUFFER -> weights.get(source.name());
                    case STATE -> trainer.state().get(source.name());
                    case COUNTER -> new double[] {source.name().equals("step") ? 1 : 0};
                    case HYPER, GRADIENT, COLUMN -> throw new AssertionError("not in these texts: " + source);
                };
                inputs = inputs.with(source.role(), source.name(), elements);
            }
        }
        return inputs;
    }

    private static double[] column(Batch batch, String name) {
        int port = batch.port(name);
        int length = EXAMPLES * batch.ports().get(port).shape().size();
        double[] elements = new double[length];
        for (int i = 0; i < length; i++) {
            elements[i] = batch.ports().get(port).kind().isStoredAsInt() ? batch.ints(port)[i] : batch.doubles(port)[i];
        }
        return elements;
    }

    private static String name(Op source) {
        return ((OpKind.Source) source.kind()).name();
    }
}
