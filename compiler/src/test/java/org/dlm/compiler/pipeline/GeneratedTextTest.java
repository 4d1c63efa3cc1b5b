package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated Java reads as if a careful person had written it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedTextTest {
    private static final int WIDEST = 140;
    private static final Pattern KERNEL = Pattern.compile("(?m)^    static void (\\w+)\\(");
    private static final Pattern LOOP =
            Pattern.compile("for \\(int (\\w+) = (\\d+); \\1 < (\\d+); \\1(\\+\\+| \\+= (\\d+))\\)");
    private static final Path MODELS = Path.of("..");

    /** Each model is compiled once. */
    private final Map<String, List<GeneratedFile>> compiled = new HashMap<>();

    private static List<GeneratedFile> compile(String name, String text, Set<ProgramKind> programs) {
        CompileResult result = DlmCompiler.compile(
                new CompileRequest(List.of(new SourceFile(name, text)), CompileOptions.DEFAULT.with(programs)));
        assertEquals(List.of(), result.diagnostics());
        return result.files();
    }

    private List<GeneratedFile> compile(String path) throws IOException {
        List<GeneratedFile> known = compiled.get(path);
        if (known == null) {
            Path file = MODELS.resolve(path);
            known = compile(file.getFileName().toString(), Files.readString(file), ProgramKind.ALL);
            compiled.put(path, known);
        }
        return known;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it-tests/src/test/resources/dlm/lenet5.dlm",
                "samples/digits/src/main/dlm/digits.dlm",
                "benchmarks/models/resnet20.dlm"
            })
    void every_line_is_short_and_says_nothing_twice(String path) throws IOException {
        List<String> faults = new ArrayList<>();
        for (GeneratedFile file : compile(path)) {
            file.text().lines().forEach(line -> faults(line).forEach(fault -> faults.add(file.path() + ": " + fault)));
        }
        assertEquals(List.of(), faults);
    }

    private static List<String> faults(String line) {
        List<String> faults = new ArrayList<>();
        if (line.length() > WIDEST) {
            faults.add(line.length() + " characters: " + line);
        }
        if (!line.strip().startsWith("//") && hasDoubleParentheses(line)) {
            faults.add("parentheses in parentheses: " + line);
        }
        Matcher loop = LOOP.matcher(line);
        if (loop.find()) {
            int step = loop.group(5) == null ? 1 : Integer.parseInt(loop.group(5));
            if (Integer.parseInt(loop.group(2)) + step >= Integer.parseInt(loop.group(3))) {
                faults.add("one round: " + line);
            }
        }
        return faults;
    }

    /** {@code ((…))} with nothing else in the outer ones. */
    private static boolean hasDoubleParentheses(String line) {
        for (int at = line.indexOf("(("); at >= 0; at = line.indexOf("((", at + 1)) {
            int inner = end(line, at + 1);
            if (inner >= 0 && inner + 1 < line.length() && line.charAt(inner + 1) == ')') {
                return true;
            }
        }
        return false;
    }

    private static int end(String line, int begin) {
        int depth = 0;
        for (int at = begin; at < line.length(); at++) {
            depth += line.charAt(at) == '(' ? 1 : line.charAt(at) == ')' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it-tests/src/test/resources/dlm/lenet5.dlm",
                "samples/digits/src/main/dlm/digits.dlm",
                "benchmarks/models/resnet20.dlm"
            })
    void every_kernel_begins_with_its_formula_its_shapes_and_its_place(String path) throws IOException {
        Pattern place = Pattern.compile("(backward of )?[\\w/]+\\.dlm:\\d+(: .*)?");
        int kernels = 0;
        for (GeneratedFile file : compile(path)) {
            if (file.path().matches(".*Kernels\\d*\\.java")) {
                Matcher kernel = KERNEL.matcher(file.text());
                while (kernel.find()) {
                    List<String> comment = comment(file.text(), kernel.end());
                    String where = file.path() + ", " + kernel.group(1) + ": " + comment;
                    assertTrue(comment.stream().anyMatch(line -> line.matches("\\w+(\\[.*\\])? \\+?= .*")), where);
                    assertTrue(
                            comment.stream().anyMatch(line -> line.matches("\\w+: (float|int|bool)(\\[.*)?.*")), where);
                    assertTrue(
                            comment.stream()
                                    .anyMatch(line -> place.matcher(line).matches()),
                            where);
                    List<String> defined = comment.stream()
                            .filter(line -> line.matches("\\w+(\\[.*\\])? \\+?= .*"))
                            .map(line -> line.replaceAll("\\W.*", ""))
                            .toList();
                    assertEquals(defined.stream().distinct().toList(), defined, where);
                    kernels++;
                }
            }
        }
        assertTrue(kernels > 20, kernels + " kernels");
    }

    /** The lines of the comment that a method begins with. */
    private static List<String> comment(String text, int from) {
        return text.substring(text.indexOf('{', from) + 2)
                .lines()
                .map(String::strip)
                .takeWhile(line -> line.startsWith("//"))
                .map(line -> line.substring(3))
                .toList();
    }

    @Test
    void kernels_are_called_after_what_they_compute() throws IOException {
        Set<String> names = kernels(compile("it-tests/src/test/resources/dlm/lenet5.dlm"));

        assertTrue(
                names.containsAll(List.of(
                        "conv1",
                        "conv1Padded",
                        "conv1MaxPool",
                        "conv2",
                        "dense1",
                        "head",
                        "conv2L2",
                        "l2",
                        "total",
                        "dHead",
                        "dHeadW",
                        "headWTransposed",
                        "dDense1",
                        "dFlatten",
                        "dConv2",
                        "dConv2W",
                        "dConv2Padded",
                        "conv2MaxPoolPlace",
                        "dConv1MaxPool",
                        "dConv1",
                        "dConv1W",
                        "dHeadB",
                        "adamConv1WToHeadB",
                        "totalOfBatch")),
                names.toString());
        assertEquals(
                List.of(),
                names.stream()
                        .filter(name -> name.matches("(y|s|relu|sum|value|d_?y)\\d*"))
                        .toList());
    }

    private static Set<String> kernels(List<GeneratedFile> files) {
        Set<String> names = new HashSet<>();
        for (GeneratedFile file : files) {
            if (file.path().endsWith("Kernels.java")) {
                KERNEL.matcher(file.text())
                        .results()
                        .forEach(kernel -> assertTrue(names.add(kernel.group(1)), kernel.group(1)));
            }
        }
        return names;
    }

    @Test
    void a_transposition_does_not_carry_the_formula_of_its_layer() throws IOException {
        String text = compile("it-tests/src/test/resources/dlm/lenet5.dlm").stream()
                .filter(file -> file.path().endsWith("LeNet5Kernels.java"))
                .map(GeneratedFile::text)
                .findFirst()
                .orElseThrow();

        assertEquals(
                List.of(
                        "headWTransposed[t1, t0] = headW[t0, t1]",
                        "headW: float[84, 10]; headWTransposed: float[10, 84]",
                        "lenet5.dlm:14"),
                comment(text, text.indexOf("static void headWTransposed(")));
        assertEquals(
                List.of(
                        "conv2[b, i0, i1, o] = sum(c, u0, u1 : conv2WTransposed[c, u0, u1, o]"
                                + " * conv1MaxPool[b, c, i0 + u0, i1 + u1])",
                        "conv2WTransposed: float[6, 5, 5, 16]; conv1MaxPool: float[batch, 6, 14, 14];"
                                + " conv2: float[batch, 10, 10, 16]"),
                comment(text, text.indexOf("static void conv2(")).subList(0, 2));
    }

    @Test
    void programs_are_generated_as_asked() throws IOException {
        String text = Files.readString(MODELS.resolve("it-tests/src/test/resources/dlm/lenet5.dlm"));
        String withOutput = text.replace("  loss total", "  output scores = logits\n  loss total");

        assertEquals(
                List.of(
                        "",
                        "Description",
                        "Factory",
                        "Session",
                        "Start",
                        "Rehearsal",
                        "Kernels",
                        "Kernels512",
                        "Kernels256",
                        "Kernels128"),
                endings(compile("lenet5.dlm", withOutput, Set.of(ProgramKind.PREDICT))));
        assertEquals(
                List.of("", "Description", "Factory", "Session", "Start", "Kernels"),
                endings(compile("lenet5.dlm", text, Set.of(ProgramKind.PREDICT))),
                "start values are computed once, by plain loops");
        List<String> usual = endings(compile("lenet5.dlm", text, CompileOptions.DEFAULT.programs()));
        assertTrue(
                usual.containsAll(List.of("Session", "Evaluation", "UsualTrainer", "SmoothTrainer")), usual.toString());
        assertEquals(
                List.of(),
                usual.stream().filter(ending -> ending.contains("Gradient")).toList());
        List<String> checks = endings(compile("lenet5.dlm", text, Set.of(ProgramKind.GRADCHECK)));
        assertTrue(
                checks.containsAll(List.of("UsualGradient", "UsualRecipe", "UsualDataPreparation")), checks.toString());
        assertEquals(
                List.of(),
                checks.stream()
                        .filter(ending -> ending.matches("Session|Evaluation|.*Trainer"))
                        .toList());
    }

    private static List<String> endings(List<GeneratedFile> files) {
        new InMemoryCompiler().compile(files);
        return files.stream()
                .map(file -> file.path().replaceAll(".*/LeNet5|\\.java", ""))
                .toList();
    }
}
