package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dlm.compiler.emit.DeepNetwork;
import org.dlm.compiler.emit.ModelEmitter;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.emit.SmallNetwork;
import org.dlm.compiler.loop.Forms;
import org.junit.jupiter.api.Test;

/** What the JIT makes of generated methods depends on their sizes. */
class GeneratedSizesTest {
    /** HotSpot compiles no method of more than 8000 bytecodes. */
    private static final int LARGEST = 6000;

    /** C1 inlines smaller methods into the frame of a user, which may be one that is not entrant any more. */
    private static final int INLINED = 35;

    private static Map<String, ClassModel> classes(ModelPlan plan) {
        List<GeneratedFile> files =
                ModelEmitter.emit(plan).stream().map(GeneratedFiles::of).toList();
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
