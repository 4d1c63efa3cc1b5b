package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperCheckerTest {
    private static CompileResult compile(String inModel, String inRecipe) {
        return DlmCompiler.compile(new CompileRequest(
                List.of(new SourceFile("nets/line.dlm", """
                        package nets

                        model Line {
                          input  x: float[2]
                          target y: float[1]
                          hyper scale: float = %s
                          z = scale * (x -> dense(1))
                          output guess = z
                          loss total = mse(z, y)
                        }

                        train Line {
                          hyper lr: float = %s
                          data { x = csv("a.csv", "x")  y = csv("a.csv", "y") }
                          epochs = 2  batch = 4
                          minimize total using sgd(lr * cosine())
                        }
                        """.formatted(inModel, inRecipe))), CompileOptions.DEFAULT));
    }

    private static List<String> errors(String inModel, String inRecipe) {
        return compile(inModel, inRecipe).diagnostics().stream()
                .map(d -> d.span().line() + ": " + d.id().slug() + ": " + d.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "5 in 0 .. 1, 6: setting-out-of-range: the hyper scale = 5.0 is not in 0 .. 1",
        "-1 in log(1e-5 .. 1), 6: setting-out-of-range: the hyper scale = -1.0 is not in log(1e-5 .. 1)",
        "3 in [2 4], 6: setting-out-of-range: the hyper scale = 3.0 is not in [2 4]",
        "inf, 6: setting-out-of-range: the hyper scale = Infinity is not in the finite numbers",
    })
    void a_start_that_could_not_be_set_is_refused_with_its_place(String start, String expected) {
        assertEquals(List.of(expected.replace("2 4", "2, 4")), errors(start.replace("2 4", "2, 4"), "0.1"));
    }

    @Test
    void a_recipes_own_number_is_looked_at() {
        assertEquals(
                List.of("13: setting-out-of-range: the hyper lr = 2.0 is not in 1e-3 .. 1"),
                errors("1", "2 in 1e-3 .. 1"));
    }

    /** What {@code --resume} with more epochs asks. */
    @Test
    void a_recipe_says_which_length_its_schedules_read() {
        CompileResult result = compile("1 in 0 .. 1", "0.1 in log(1e-3 .. 1)");
        assertEquals(List.of(), result.diagnostics());
        String all = String.join(
                "\n", result.files().stream().map(GeneratedFile::text).toList());
        assertTrue(all.contains("recipe.readsLength(\"steps\")"));
        assertFalse(all.contains("recipe.readsLength(\"epochs\")"));
        assertFalse(all.contains("recipe.readsLength(\"step\")"));
    }
}
