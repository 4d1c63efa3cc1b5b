package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.List;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a text asks for, the compiler ends in bounded time, with a result or with diagnostics. */
class HostileSizesTest {
    /** Far above the few seconds that a text takes alone, so that a loaded machine fails no test. */
    private static final Duration BOUND = Duration.ofSeconds(180);

    private static final int FRESH = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void fixed_texts_end_with_a_result_or_diagnostics(int part) {
        for (long seed = 5 * part; seed < 5 * (part + 1); seed++) {
            check(seed);
        }
    }

    @Test
    void fresh_texts_end_with_a_result_or_diagnostics() {
        FuzzTime time = new FuzzTime();
        long seed = FuzzTime.freshSeed();
        System.out.println("hostile sizes: fresh seeds from " + seed);
        int count = 0;
        for (; count < FRESH || time.isLeft(); count++) {
            check(seed + count);
        }
        System.out.println("hostile sizes: " + count + " fresh texts, nothing escaped");
    }

    private static void check(long seed) {
        String text = HostileSizes.of(seed);
        SourceFile file = new SourceFile("hostile.dlm", text);
        CompileRequest request = new CompileRequest(List.of(file), CompileOptions.DEFAULT);
        try {
            CompileResult result = assertTimeoutPreemptively(BOUND, () -> DlmCompiler.compile(request));
            assertTrue(result.succeeded() || result.files().isEmpty());
            assertFalse(
                    result.diagnostics().stream().anyMatch(d -> d.id() == DiagnosticId.COMPILER_LIMIT),
                    () -> result.diagnostics().toString());
        } catch (RuntimeException | AssertionError fault) {
            fail("HostileSizes.of(" + seed + "L): " + text.lines().limit(40).toList(), fault);
        }
    }
}
