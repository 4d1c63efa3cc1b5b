package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dlm.compiler.diagnostics.TerminalRenderer;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.VisibleText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever users write in comments, documentation, texts and names of files, the generated Java does the same. */
class HostileTextTest {
    /** {@code %} and a number stands for hostile text: c in a comment of a line, b between signs, d in documentation, t in a text. */
    private static final String PROGRAM = """
            // %c
            package hostile
            // %c
            /// %d
            /// %d
            model Net(classes: int = 3) { // %c
              /// %d
              input x: float[4] // %c
              /* %b */ target label: class[classes] // %c
              check classes > 1, "%t"
              h = x -> dense(5) as first -> relu // %c
              scaled[i] = /* %b */ h[i] * 2 // %c
              logits = scaled -> dense(classes) as second // %c
              /// %d
              output p = softmax(logits) // %c
              loss total = crossEntropy(logits, label) /* %b */ // %c
              metric accuracy = correct(logits, label) // %c
            }
            /// %d
            train Net as fit { // %c
              hyper lr: float = 1e-2 // %c
              data { // %c
                t = csv("%t") // %c
                x = t[0:4] / 2 // %c
                label = t["%t"] // %c
              }
              test { x = idx("%t") * 3 /* %b */  label = idx("%t") }
              minimize total using adam(lr) // %c
            }
            """;

    /** What has some meaning to Java, to JavaPoet, to Javadoc, to terminals or to readers. */
    private static final List<String> PIECES = List.of(
            "\u000b",
            "\f",
            "\u0085",
            "\u2028",
            "\u2029",
            "*/",
            "/*",
            "/",
            "*",
            "//",
            "\\",
            "\\\\",
            "u",
            "\\u002a\\u002f",
            "\\u000a",
            "\\\\u000a",
            "\\uuuu000d",
            "\\u005cu000a",
            "\"",
            "\"\"\"",
            "'",
            "; System.exit(1); ",
            "}",
            "{",
            "{@link x",
            "@author",
            "<b>",
            "</ul>",
            "&",
            "&amp;",
            "$L",
            "$S",
            "$T",
            "$[",
            "$]",
            "$W",
            "$$",
            "$",
            "%s",
            "\u202e",
            "\u2066",
            "\u200b",
            "\u200f",
            "\ufeff",
            "\u00ad",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "\u0000",
            "\u0007",
            "\u001a",
            "\u001b[2J",
            "\u009b31m",
            "\u007f",
            "\t",
            "   ",
            "\u00e9\u4e2d\u05d0",
            "\ue000",
            "\uffff",
            "\udb40\udc41",
            "word",
            "static { System.exit(1); }");

    private static final List<String> PLAIN =
            withoutHash(JavaShape.of(compile("plain.dlm", numbered(PROGRAM.replaceAll("%[cbd]", "plain")))
                    .files()));

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"vertical tab", "form feed", "next line", "line separator", "paragraph separator"})
    void what_follows_an_end_of_line_that_java_does_not_know_stays_a_comment(String name) {
        Map<String, String> separators = Map.of(
                "vertical tab",
                "\u000b",
                "form feed",
                "\f",
                "next line",
                "\u0085",
                "line separator",
                "\u2028",
                "paragraph separator",
                "\u2029");
        assertSameTokens(name, () -> separators.get(name) + "System.exit(1);");
    }

    @Test
    void each_hostile_piece_is_harmless_alone() {
        for (int first = 0; first < PIECES.size(); first += 20) {
            Iterator<String> pieces = PIECES.subList(first, PIECES.size()).iterator();
            assertHarmless("from " + first, () -> pieces.hasNext() ? pieces.next() : "");
        }
    }

    @Test
    void a_very_long_text_is_harmless() {
        assertHarmless("long", () -> "\\u000a$L*/".repeat(1500));
    }

    @Test
    void a_text_beyond_what_a_constant_holds_arrives_whole() {
        CompileResult result =
                compile("a.dlm", PROGRAM.replaceAll("%[cbd]", "").replace("%t", "\u4e2d".repeat(70_000)));

        new InMemoryCompiler().compile(result.files());
    }

    @Test
    void generated_strings_do_not_depend_on_the_encoding_of_sources() {
        CompileResult result = compile("a.dlm", PROGRAM.replaceAll("%[cbd]", "").replace("%t", "\u00e9\u2028\ud83d"));

        GeneratedFile recipe = result.files().stream()
                .filter(file -> file.path().endsWith("NetFitRecipe.java"))
                .findFirst()
                .orElseThrow();
        assertTrue(recipe.text().contains("Text(\"\\u00e9\\u2028\\ud83d\")"), recipe.text());
        assertTrue(recipe.text().chars().allMatch(c -> c < 0x80), recipe.text());
    }

    @Test
    void random_hostile_text_is_harmless() {
        fuzz(20_261_121, 3);
        FuzzTime time = new FuzzTime();
        long seed = FuzzTime.freshSeed();
        System.out.println("hostile text: fresh seeds from " + seed);
        int count = 0;
        do {
            fuzz(seed + count++, 3);
        } while (time.isLeft());
        System.out.println("hostile text: " + 3 * count + " fresh programs, nothing escaped");
    }

    private void fuzz(long seed, int programs) {
        Random random = new Random(seed);
        try {
            for (int p = 0; p < programs; p++) {
                CompileResult result = assertSameTokens("program " + p, () -> hostile(random));
                if (p % 10 == 0) {
                    new InMemoryCompiler().compile(result.files());
                }
            }
        } catch (IllegalStateException | AssertionError fault) {
            throw new AssertionError("with seed " + seed, fault);
        }
    }

    private static String hostile(Random random) {
        int pieces = random.nextInt(random.nextInt(20) == 0 ? 400 : 8);
        return IntStream.range(0, pieces)
                .mapToObj(i -> random.nextInt(6) == 0
                        ? Character.toString(random.nextInt(random.nextBoolean() ? 0x300 : 0x11_0000))
                        : PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }

    private static void assertHarmless(String what, Supplier<String> texts) {
        new InMemoryCompiler().compile(assertSameTokens(what, texts).files());
    }

    /** The same program without and with the text has the same tokens; strings have the values of the texts. */
    private static CompileResult assertSameTokens(String what, Supplier<String> texts) {
        List<String> values = new ArrayList<>();
        String program = filled(texts, values);
        CompileResult result = compile("nets/" + texts.get() + ".dlm", program);
        List<String> expected = PLAIN.stream().map(node -> value(node, values)).toList();

        assertEquals(expected, withoutHash(JavaShape.of(result.files())), what);
        result.files().forEach(file -> assertVisible(what, file.text()));
        assertVisible(what, new TerminalRenderer(false).render(result.diagnostics()));
        return result;
    }

    private static void assertVisible(String what, String text) {
        text.codePoints()
                .filter(c -> c != '\n' && c != '\t' && !VisibleText.isPlain(c))
                .findFirst()
                .ifPresent(c -> assertFalse(true, what + ": " + VisibleText.number(c)));
    }

    /** {@code "%t"} as {@code "text0"}, {@code "text1"} … */
    private static String numbered(String program) {
        String text = program;
        for (int t = 0; text.contains("%t"); t++) {
            text = text.replaceFirst("%t", "text" + t + "!");
        }
        return text;
    }

    private static String value(String node, List<String> values) {
        for (int t = 0; t < values.size(); t++) {
            if (node.equals("STRING_LITERAL text" + t + "!")) {
                return ("STRING_LITERAL " + values.get(t)).strip();
            }
        }
        return node;
    }

    private static String filled(Supplier<String> texts, List<String> values) {
        StringBuilder program = new StringBuilder();
        for (int i = 0; i < PROGRAM.length(); i++) {
            if (PROGRAM.charAt(i) != '%') {
                program.append(PROGRAM.charAt(i));
                continue;
            }
            String text = texts.get();
            switch (PROGRAM.charAt(++i)) {
                case 'b' ->
                    program.append(text.replace("*/", "").replace("*/", "").replace('*', 'x'));
                case 't' -> {
                    values.add(text);
                    program.append(text.replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                            .replace("\r", ""));
                    values.set(values.size() - 1, text.replace("\r", ""));
                }
                default -> program.append(text.replaceAll("[\r\n]", ""));
            }
        }
        return program.toString();
    }

    /** The digest of the sources tells of every letter of them: that is what it is for. */
    private static List<String> withoutHash(List<String> shape) {
        return shape.stream()
                .map(node -> node.matches("STRING_LITERAL [0-9a-f]{16}") ? "STRING_LITERAL hash" : node)
                .toList();
    }

    private static CompileResult compile(String path, String text) {
        CompileResult result =
                DlmCompiler.compile(new CompileRequest(List.of(new SourceFile(path, text)), CompileOptions.DEFAULT));
        assertTrue(result.succeeded(), () -> new TerminalRenderer(false).render(result.diagnostics()));
        return result;
    }
}
