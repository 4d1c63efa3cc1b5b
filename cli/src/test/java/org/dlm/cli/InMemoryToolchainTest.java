package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.pipeline.ModelSummary;
import org.junit.jupiter.api.Test;

class InMemoryToolchainTest {
    private static final ModelSummary MODEL =
            new ModelSummary("Moons", "acme.Moons", "moons.dlm", List.of(), List.of());

    private static CompileResult result(String text) {
        return new CompileResult(List.of(new GeneratedFile("acme/Moons.java", text)), List.of(MODEL), List.of());
    }

    @Test
    void the_factory_of_the_models_class_is_called() {
        CompileResult generated = result("""
                package acme;

                public final class Moons {
                    public static org.dlm.runtime.program.ModelFactory factory() {
                        throw new UnsupportedOperationException("factory of " + Moons.class.getName());
                    }
                }
                """);

        IllegalStateException called =
                assertThrows(IllegalStateException.class, () -> new InMemoryToolchain().load(generated, MODEL));

        assertEquals("factory of acme.Moons", called.getCause().getMessage());
    }

    @Test
    void generated_code_that_is_no_java_is_our_fault() {
        IllegalStateException fault = assertThrows(
                IllegalStateException.class, () -> new InMemoryToolchain().load(result("package acme; klass"), MODEL));

        assertTrue(fault.getMessage().startsWith("this is a bug in dlmc"), fault.getMessage());
    }

    @Test
    void a_class_without_a_factory_is_our_fault() {
        CompileResult generated = result("package acme; public final class Moons {}");

        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> new InMemoryToolchain().load(generated, MODEL));

        assertTrue(fault.getMessage().contains("no public factory()"), fault.getMessage());
    }
}
