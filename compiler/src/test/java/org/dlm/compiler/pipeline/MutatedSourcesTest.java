package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/**
 * Models that somebody edits: words are missing, doubled, swapped, or come from other texts. The compiler answers each text with
 * Java that javac takes, or with diagnostics.
 */
class MutatedSourcesTest {
    /** Far above what a text takes alone. */
    private static final Duration BOUND = Duration.ofSeconds(180);

    private static final int FIXED = 120;
    private static final int FRESH = 40;

    private static final String[] NUMBERS = {
        "0", "1", "-1", "2", "7", "1e30", "1e400", "0.5", "2147483647", "9999999999", "1..3", "true", "batch"
    };

    private static final List<String> KINDS = List.of(
            "true", "-1", "1.5", "\"a\"", "[1, 2]", "[0.5, true]", "relu", "x", "sum(k < 3 : 1)", "(x > 0)", "none");

    /** A model that compiles fast and has something of everything. */
    private static final String SMALL = """
            /// The library's, written again.
            fn swish(x: float): float = x * sigmoid(x)

            layer leaky(x: float[n]; out: int = 4, slope: float = 0.1 in 0 .. 1): float[out] {
              param W: float[out, n] ~ gaussian(0.1)
              param b: float[out] = 0
              z[o] = sum(i : W[o, i] * x[i]) + b[o]
              y[o] = where(z[o] > 0, z[o], slope * z[o])
              return y
            }

            model Small(hidden: int = 6) {
              input  x: float[12]
              target label: class[3]
              centred[i] = x[i] - mean(k : x[k])
              h = centred -> leaky(hidden) -> swish -> dropout(0.2) -> dense(3)
              output p     = softmax(h)
              output first = argmax(c : h[c])
              loss   cost  = crossEntropy(h, label)
              metric right = correct(h, label)
            }

            train Small as quick {
              hyper lr: float = 1e-2 in log(1e-5 .. 1e-1)
              data {
                t = csv("t.csv", header = true)
                x = t[0:12]
                label = t["kind"]
                split train = 80, val = 20
              }
              seed   = 42
              epochs = 2
              batch  = 4
              minimize cost using adam(lr * cosine())
              keep max val.right
            }
            """;

    @Test
    void an_edited_text_gives_java_or_diagnostics() throws IOException {
        List<String> texts = texts();
        int taken = 0;
        for (long seed = 0; seed < FIXED; seed++) {
            taken += check(texts, seed);
        }
        assertTrue(taken > FIXED / 30, "only " + taken + " of " + FIXED + " edited texts are programs");
        FuzzTime time = new FuzzTime();
        long seed = FuzzTime.freshSeed();
        System.out.println("mutated sources: fresh seeds from " + seed);
        int count = 0;
        for (; count < FRESH || time.isLeft(); count++) {
            taken += check(texts, seed + count);
        }
        System.out.println("mutated sources: " + FIXED + " fixed and " + count + " fresh texts; " + taken
                + " were taken, the others refused, nothing escaped");
    }

    /** Each word and number of a text in turn gives way to something of another kind. */
    @Test
    void a_value_of_another_kind_gives_java_or_diagnostics() {
        List<String> words = words(SMALL);
        int every = FuzzTime.isLong() ? 1 : 8;
        int tried = 0;
        Map<String, String> faults = new TreeMap<>();
        for (int w = 0; w < words.size(); w++) {
            for (String kind : KINDS) {
                if (words.get(w).matches("\\w+") && tried++ % every == 0) {
                    List<String> other = new ArrayList<>(words);
                    other.set(w, kind);
                    try {
                        check(String.join("", other));
                    } catch (AssertionError fault) {
                        faults.putIfAbsent(place(fault.getCause()), fault.getMessage());
                    }
                }
            }
        }
        assertTrue(tried > 1000, tried + " texts");
        assertEquals(Map.of(), faults);
    }

    private static String place(Throwable fault) {
        return fault + " at " + Arrays.stream(fault.getStackTrace()).limit(6).toList();
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>(List.of(SMALL));
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/language"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".dlm")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static int check(List<String> texts, long seed) {
        Random random = new Random(seed);
        String text = SMALL;
        for (int edit = 1 + random.nextInt(3); edit > 0; edit--) {
            text = edited(text, texts.get(random.nextInt(texts.size())), random);
        }
        try {
            return check(text);
        } catch (RuntimeException | AssertionError fault) {
            throw new AssertionError("seed " + seed, fault);
        }
    }

    /** 1 for a text that is a program. */
    private static int check(String text) {
        CompileRequest request =
                new CompileRequest(List.of(new SourceFile("edited.dlm", text)), CompileOptions.DEFAULT);
        try {
            CompileResult result = assertTimeoutPreemptively(BOUND, () -> DlmCompiler.compile(request));
            assertFalse(
                    result.diagnostics().stream().anyMatch(d -> d.id() == DiagnosticId.COMPILER_LIMIT),
                    () -> result.diagnostics().toString());
            assertTrue(result.succeeded() || result.files().isEmpty());
            if (!result.files().isEmpty()) {
                new InMemoryCompiler().compile(result.files());
            }
            return result.succeeded() ? 1 : 0;
        } catch (RuntimeException | AssertionError fault) {
            throw new AssertionError(text, fault);
        }
    }

    private static String edited(String text, String other, Random random) {
        if (random.nextInt(5) == 0) {
            List<String> lines = new ArrayList<>(text.lines().toList());
            List<String> foreign = other.lines().toList();
            lines.add(random.nextInt(lines.size()), foreign.get(random.nextInt(foreign.size())));
            return String.join("\n", lines) + "\n";
        }
        List<String> words = words(text);
        List<String> foreign = words(other);
        int from = random.nextInt(words.size());
        int length = 1 + random.nextInt(Math.min(random.nextInt(8) + 1, words.size() - from));
        switch (random.nextInt(6)) {
            case 0 -> words.subList(from, from + length).clear();
            case 1 -> words.addAll(from, List.copyOf(words.subList(from, from + length)));
            case 2 -> words.addAll(random.nextInt(words.size()), List.copyOf(words.subList(from, from + length)));
            case 3 -> words.set(from, foreign.get(random.nextInt(foreign.size())));
            case 4 -> words.add(from, foreign.get(random.nextInt(foreign.size())));
            default -> numberOf(words, random);
        }
        return String.join("", words);
    }

    private static void numberOf(List<String> words, Random random) {
        int from = random.nextInt(words.size());
        for (int w = from; w < words.size(); w++) {
            if (Character.isDigit(words.get(w).charAt(0))) {
                words.set(w, NUMBERS[random.nextInt(NUMBERS.length)]);
                return;
            }
        }
    }

    /** Words, numbers, signs and white space, which together are the text. */
    private static List<String> words(String text) {
        return new ArrayList<>(Arrays.asList(text.split(
                "(?<=\\W)(?=\\w)|(?<=\\w)(?=\\W)|(?<=\\s)(?=\\S)|(?<=\\S)(?=\\s)|(?<=[^\\w\\s])(?=[^\\w\\s])")));
    }
}
