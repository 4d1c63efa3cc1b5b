package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dlm.compiler.emit.DeepNetwork;
import org.dlm.compiler.emit.ModelEmitter;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.emit.SmallNetwork;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JIT makes of generated methods depends on their sizes. */
class GeneratedSizesTest {
    private static final Path MODELS = Path.of("..", "benchmarks", "models");

    /** HotSpot compiles no method of more than 8000 bytecodes. */
    private static final int LARGEST = 6000;

    /** C1 inlines smaller methods into the frame of a user, which may be one that is not entrant any more. */
    private static final int INLINED = 35;

    /**
     * C1 cannot compile methods whose code with profiles is larger than about 240 KB, and what C1 cannot compile in tier 3, C2 may
     * never see: such a kernel stays 35 times slower than it should be.
     */
    private static final double TIER_3_KILOBYTES = 200;

    /** What does no work but tells or sets something. */
    private static final Set<String> ACCESSORS = Set.of(
            "gradients",
            "description",
            "weights",
            "maxBatch",
            "release",
            "allowNonFinite",
            "settings",
            "setting",
            "state",
            "model",
            "measures");

    private static Map<String, ClassModel> classes(ModelPlan plan) {
        return classes(ModelEmitter.emit(plan).stream().map(GeneratedFiles::of).toList());
    }

    private static Map<String, ClassModel> classes(String name, String text, CompileOptions options) {
        CompileResult result = DlmCompiler.compile(new CompileRequest(List.of(new SourceFile(name, text)), options));
        assertEquals(List.of(), result.diagnostics());
        return classes(result.files());
    }

    private static Map<String, ClassModel> classes(List<GeneratedFile> files) {
        ClassLoader loader = new InMemoryCompiler().compile(files);
        return files.stream()
                .map(file -> file.path().replace(".java", ""))
                .collect(Collectors.toMap(path -> path.replaceAll(".*/", ""), path -> read(loader, path + ".class")));
    }

    private static ClassModel read(ClassLoader loader, String resource) {
        try (InputStream code = loader.getResourceAsStream(resource)) {
            return ClassFile.of().parse(code.readAllBytes());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static int size(MethodModel method) {
        return method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
    }

    private static int size(ClassModel type, String method) {
        return type.methods().stream()
                .filter(m -> m.methodName().equalsString(method))
                .mapToInt(GeneratedSizesTest::size)
                .min()
                .orElseThrow();
    }

    @Test
    void entry_methods_are_too_large_for_inlining_by_c1() {
        Map<String, ClassModel> classes = classes(new SmallNetwork(Forms.F32).plan());

        assertTrue(size(classes.get("SmallTrainer"), "step") > INLINED);
        assertTrue(size(classes.get("SmallTrainer"), "gradient") > INLINED);
        assertTrue(size(classes.get("SmallTrainer"), "update") > INLINED);
        assertTrue(size(classes.get("SmallEvaluation"), "evaluate") > INLINED);
        assertTrue(size(classes.get("SmallSession"), "compute") > INLINED);
        assertTrue(size(classes.get("SmallSession"), "probability") > INLINED);
        assertTrue(size(classes.get("SmallSession"), "best") > INLINED);
    }

    /** The least that there can be between the signature of an entry method and the first kernel. */
    static Stream<Arguments> models() throws IOException {
        return Stream.of(
                arguments("a constant", "model M { output y = 1.0 }"),
                arguments("a parameter", "model M { param w: float = 2.0 output y = w }"),
                arguments("a number", "model M { input x: float output y = x }"),
                arguments("a whole number", "model M { input x: int output y = x + 1 }"),
                arguments("a truth value", "model M { input x: bool output y = x }"),
                arguments("one weight", """
                        model M { input x: float target t: float param w: float = 0.0 output y = w * x loss l = (y - t) ^ 2 }
                        train M { data { x = csv("a.csv", 0) t = csv("a.csv", 1) } minimize l using sgd(0.1) }
                        """),
                arguments("LeNet-5", Files.readString(MODELS.resolve("lenet5.dlm"))));
    }

    /**
     * A frame that HotSpot has replaced while it ran keeps its calls bound to the interpreter. An entry that is not inlined into such
     * a frame of a user runs in the interpreter itself, which costs nothing as long as it has no loop.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void whatever_the_model_entry_methods_are_not_inlined_by_c1_and_have_no_loop(String name, String text) {
        Map<String, ClassModel> classes = classes("case.dlm", text, CompileOptions.DEFAULT.with(ProgramKind.ALL));

        List<String> entries = new ArrayList<>();
        classes.forEach((type, model) -> model.methods().stream()
                .filter(method -> isEntry(model, method))
                .forEach(method -> {
                    String entry = type + "." + method.methodName();
                    entries.add(entry);
                    assertTrue(size(method) > INLINED, entry + ": " + size(method));
                    assertFalse(hasLoop(method), entry);
                }));

        assertTrue(entries.stream().anyMatch(entry -> entry.endsWith("Session.compute")), entries.toString());
    }

    private static boolean isEntry(ClassModel type, MethodModel method) {
        boolean isProgram = type.interfaces().stream()
                .anyMatch(implemented -> implemented.asInternalName().endsWith("Program"));
        return isProgram
                && method.flags().has(AccessFlag.PUBLIC)
                && !method.flags().has(AccessFlag.SYNTHETIC)
                && !method.methodName().equalsString("<init>")
                && !ACCESSORS.contains(method.methodName().stringValue());
    }

    private static boolean hasLoop(MethodModel method) {
        CodeAttribute code = (CodeAttribute) method.code().orElseThrow();
        int at = 0;
        for (CodeElement element : code) {
            if (element instanceof BranchInstruction branch && code.labelToBci(branch.target()) <= at) {
                return true;
            }
            at += element instanceof Instruction instruction ? instruction.sizeInBytes() : 0;
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "resnet20"})
    void kernels_are_small_enough_for_c1_with_profiles(String name) throws IOException {
        // the widest have the masks
        CompileOptions options = new CompileOptions(Precision.F32, 64, List.of(512)).with(Set.of(ProgramKind.TRAIN));
        Map<String, ClassModel> classes =
                classes(name + ".dlm", Files.readString(MODELS.resolve(name + ".dlm")), options);

        double largest = 0;
        for (Map.Entry<String, ClassModel> type : classes.entrySet()) {
            for (MethodModel method : type.getValue().methods()) {
                double size = tier3Kilobytes(method);
                largest = Math.max(largest, size);
                assertTrue(size <= TIER_3_KILOBYTES, type.getKey() + "." + method.methodName() + ": " + size + " KB");
            }
        }
        assertTrue(largest > 50, "the kernels were found: " + largest);
    }

    /** What was measured: 1.9 KB for a product, 2.9 for a store, 11.5 more for one with a mask, 22 for a load with a mask. */
    private static double tier3Kilobytes(MethodModel method) {
        return method.code().stream()
                .flatMap(CodeModel::elementStream)
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .filter(call -> call.owner().asInternalName().startsWith("jdk/incubator/vector/"))
                .mapToDouble(call -> {
                    boolean isMasked = call.type().stringValue().contains("VectorMask");
                    return switch (call.name().stringValue()) {
                        case "fma" -> 1.9;
                        case "intoArray" -> isMasked ? 14.4 : 2.9;
                        case "fromArray" -> isMasked ? 22 : 0;
                        default -> 0;
                    };
                })
                .sum();
    }

    @Test
    void the_methods_of_a_deep_network_stay_small_and_equal_kernels_are_one() {
        Map<String, ClassModel> classes = classes(DeepNetwork.plan(450));

        classes.forEach((name, type) -> {
            for (MethodModel method : type.methods()) {
                assertTrue(size(method) <= LARGEST, name + "." + method.methodName() + ": " + size(method));
            }
            assertTrue(
                    type.constantPool().size() < 30_000,
                    name + ": " + type.constantPool().size() + " constants");
        });
        // the layer, and the weights in the layout that its products want; their parts and the constructor are private
        assertEquals(
                2,
                classes.get("DeepKernels512").methods().stream()
                        .filter(method -> !method.flags().has(AccessFlag.PRIVATE))
                        .count());
    }
}
