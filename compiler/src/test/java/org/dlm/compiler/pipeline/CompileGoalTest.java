package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Who asks for problems gets the same diagnostics and models as who asks for classes, with less work. */
class CompileGoalTest {
    private static final String DIGITS = """
            model Digits {
              input  image: float[1, 12, 12]
              target label: class[3]
              logits = image -> conv(4, kernel = 3) -> batchNorm -> relu -> maxPool(2) -> flatten -> dense(3)
              output scores = logits
              loss   total = crossEntropy(logits, label)
            }
            train Digits {
              data { image = idx("a")  label = idx("b") }
              minimize total using adam(1e-3)
            }
            """;

    private static final String SMALL =
            " { input x: float[2]  param W: float[2] = 1  output y = x * W  loss total = sum(i : x[i] * W[i]) }\n";

    private final Set<CompileStage> reached = EnumSet.noneOf(CompileStage.class);

    private CompileResult compile(CompileGoal goal, String text) {
        reached.clear();
        CompileRequest request =
                new CompileRequest(List.of(new SourceFile("m.dlm", text)), CompileOptions.DEFAULT, goal);
        return DlmCompiler.compile(request, (stage, subject, print) -> reached.add(stage));
    }

    @Test
    void problems_need_no_kernels_and_no_java() {
        compile(CompileGoal.CLASSES, DIGITS);
        assertEquals(EnumSet.allOf(CompileStage.class), reached);

        compile(CompileGoal.PROBLEMS, DIGITS);

        Set<CompileStage> needed = EnumSet.allOf(CompileStage.class);
        needed.removeAll(List.of(CompileStage.LOOPS, CompileStage.SCHEDULED, CompileStage.JAVA));
        assertEquals(needed, reached);
    }

    /** Whose kernels are made. */
    private static Set<String> subjects(CompileOptions options) {
        Set<String> subjects = new TreeSet<>();
        DlmCompiler.compile(
                new CompileRequest(List.of(new SourceFile("m.dlm", DIGITS)), options, CompileGoal.CLASSES),
                (stage, subject, print) -> {
                    if (stage == CompileStage.LOOPS) {
                        subjects.add(subject);
                    }
                });
        return subjects;
    }

    @Test
    void kernels_are_made_for_the_classes_that_are_asked_for() {
        assertEquals(
                Set.of(
                        "Digits scores",
                        "Digits evaluation",
                        "Digits Digits training",
                        "Digits Digits update",
                        "Digits Digits data"),
                subjects(CompileOptions.DEFAULT));
        assertEquals(Set.of("Digits scores"), subjects(CompileOptions.DEFAULT.with(Set.of(ProgramKind.PREDICT))));
        assertEquals(
                Set.of("Digits Digits gradient", "Digits Digits data"),
                subjects(CompileOptions.DEFAULT.with(Set.of(ProgramKind.GRADCHECK))));
    }

    @Test
    void the_models_and_their_memory_are_the_same() {
        CompileResult classes = compile(CompileGoal.CLASSES, DIGITS);
        CompileResult problems = compile(CompileGoal.PROBLEMS, DIGITS);

        assertEquals(List.of(), problems.diagnostics());
        assertEquals(1, problems.models().size());
        assertEquals(classes.models(), problems.models());
        assertFalse(classes.files().isEmpty());
        assertTrue(problems.files().isEmpty());
    }

    @Test
    void what_only_memory_plans_find_is_found() {
        String huge = DIGITS.replace("1, 12, 12", "1, 20000, 20000");

        List<String> found = messages(compile(CompileGoal.PROBLEMS, huge));

        assertTrue(
                found.getFirst().startsWith("tensor-too-large: the model Digits has no room in memory: "),
                found.toString());
        assertTrue(reached.contains(CompileStage.FUSED));
        assertEquals(messages(compile(CompileGoal.CLASSES, huge)), found);
    }

    private static List<String> messages(CompileResult result) {
        return result.diagnostics().stream()
                .map(diagnostic -> diagnostic.id().slug() + ": " + diagnostic.message())
                .toList();
    }

    /** What the classes of a large program are called is known only when it has been cut. */
    @Test
    void models_whose_classes_may_be_the_same_are_emitted_to_see_whether_they_are() {
        CompileResult near = compile(CompileGoal.PROBLEMS, "model Net" + SMALL + "model NetA" + SMALL);
        assertTrue(reached.contains(CompileStage.JAVA));
        assertEquals(2, near.models().size());
        assertTrue(near.files().isEmpty());

        compile(CompileGoal.PROBLEMS, "model Net" + SMALL + "model Two" + SMALL);
        assertFalse(reached.contains(CompileStage.JAVA));
    }
}
