package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/**
 * Every name at every place: either the compiler says what is wrong with it, or javac compiles what is generated. Names are tried
 * by the dozen, in programs each with a package of its own, of which javac takes many at once.
 */
class HostileNamesTest {
    private static final int NAMES_IN_A_PROGRAM = 12;
    private static final int PROGRAMS_FOR_JAVAC = 24;

    /** Words of Java, and names that were seen to break something. */
    private static final List<String> KNOWN = words("""
            abstract assert boolean break byte case catch char class const continue default do double else enum extends final
            finally float for goto if implements import instanceof int interface long native new package private protected public
            return short static strictfp super switch synchronized this throw throws transient try void volatile while true false
            null _ var yield record sealed permits non when with module open opens requires exports to provides uses transitive
            context from examples output batch step seed sums request weights state floats ints team store kernel count result
            into offset given own length classes i values at number name raw prepared program gradient loss sum
            wait notify notifyAll getClass hashCode equals toString clone finalize main values valueOf
            Math Float Double Integer String Override Object System Record Enum Void Thread Runnable
            IllegalArgumentException IndexOutOfBoundsException List Path ArrayList Arena Weights Batch Team Work Shape Philox
            Functions Lanes FloatVector VectorOperators LANES INTS BITS java org jdk javax dlm Kernels Kernels512
            a_b aB AB ab A_B _a a_ __ ___ a1 a_1 a1_ fit Fit FIT x X conv1 conv2 part part0 part2 compute computeA numbersOfA
            draw draw2 forward backward update deliver start numbers settings setting description maxBatch factory session
            trainer create load of save""");

    /** How a dozen names make a program. */
    private enum Position {
        INPUT(names -> model(each(
                                names,
                                (n, i) -> "input " + n + ": "
                                        + List.of("float", "float[2]", "class[3]")
                                                .get(i % 3))
                        + "\ninput zzx: float[2]\nzzh = zzx * 2"
                        + each(
                                names,
                                (n, i) -> "zzh = zzh + "
                                        + List.of(n, n, "float(" + n + ")").get(i % 3)))
                + train(names)),
        TARGET(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> "target " + n + ": float[2]")
                        + each(names, (n, i) -> "metric zzm" + i + " = zzx[0] * " + n + "[1]"))
                + train(names)),
        OUTPUT(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(
                                names,
                                (n, i) -> "output " + n + " = zzx * " + (i + 2)
                                        + List.of("", " + zzx[0]").get(i % 2)))
                + train(List.of())),
        NUMBER_OUTPUT(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> "output " + n + " = sum(zzi : zzx[zzi]) * " + (i + 2)))
                + train(List.of())),
        METRIC(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> "metric " + n + " = zzx[0] * " + (i + 2)))
                + train(List.of())),
        LOSS(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> "loss " + n + " = zzx[0] * zzx[1] * " + (i + 2)))
                + train(List.of())),
        VALUE(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> n + "[zzi] = sum(zzj : zzh[zzj]) * zzx[zzi]\nzzh = zzh + " + n))
                + train(List.of())),
        INDEX(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(
                                names,
                                (n, i) -> "zzh[" + n + "] = sum(zzj : zzh[zzj]) * zzx[" + n + "] + sum(" + n
                                        + "2 : zzx[" + n + "2]) * zzh[" + n + "]"))
                + train(List.of())),
        PARAMETER(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> "param " + n + ": float[2] ~ zeros\nzzh = zzh * " + n))
                + train(List.of())),
        LABEL(names -> model("input zzx: float[2]\nzzh = zzx" + each(names, (n, i) -> "zzh = zzh -> dense(2) as " + n))
                + train(List.of())),
        LAYER(names -> each(
                        names,
                        (n, i) -> "layer " + n + "(zzx: float[zzn]): float[zzn] { param " + n
                                + ": float[zzn] = 1\n return zzx * " + n + " }")
                + model("input zzx: float[2]\nzzh = zzx" + each(names, (n, i) -> "zzh = zzh -> " + n))
                + train(List.of())),
        FUNCTION(names ->
                each(names, (n, i) -> "fn " + n + "(" + n + ": float[" + n + "2]): float[" + n + "2] = " + n + " * 2")
                        + model("input zzx: float[2]\nzzh = zzx"
                                + each(names, (n, i) -> "zzh = " + n + "(zzh) + sum(zzi : zzh[zzi])"))
                        + train(List.of())),
        HYPER(names -> model("input zzx: float[2]\nzzh = zzx"
                        + each(names, (n, i) -> "hyper " + n + ": float = 1.0\nzzh = zzh * " + n))
                + train(List.of())),
        RECIPE_HYPER(names -> model("input zzx: float[2]\nzzh = zzx")
                + train(List.of())
                        .replace(
                                "sgd(0.1)",
                                "sgd(0.1"
                                        + String.join(
                                                "",
                                                names.stream()
                                                        .map(n -> " * " + n)
                                                        .toList()) + ")")
                        .replace("data {", each(names, (n, i) -> "hyper " + n + ": float = 1.0") + "\ndata {")),
        RECIPE(names -> model("input zzx: float[2]\nzzh = zzx")
                + String.join(
                        "",
                        names.stream()
                                .map(n -> train(List.of()).replace("zzM {", "zzM as " + n + " {"))
                                .toList())),
        SETTING(names -> model("input zzx: float[2]\nzzh = zzx" + each(names, (n, i) -> "zzh = zzh * " + n))
                        .replace(
                                "model zzM",
                                "model zzM("
                                        + String.join(
                                                ", ",
                                                names.stream()
                                                        .map(n -> n + ": int = 2")
                                                        .toList()) + ")")
                + train(List.of())),
        CONSTANT(names -> each(names, (n, i) -> "const " + n + " = 2")
                + model("input zzx: float[2]\nzzh = zzx" + each(names, (n, i) -> "zzh = zzh * " + n))
                + train(List.of())),
        COLUMN(names -> model("input zzx: float[2]\nzzh = zzx")
                + train(List.of())
                        .replace(
                                "zzx = idx(\"x\")",
                                each(names, (n, i) -> n + " = idx(\"x\")") + "\nzzx = idx(\"x\")"
                                        + String.join(
                                                "",
                                                names.stream()
                                                        .map(n -> " + " + n)
                                                        .toList()))),
        MODEL(names ->
                each(names, (n, i) -> (model("input zzx: float[2]\nzzh = zzx") + train(List.of())).replace("zzM", n)));

        private final Function<List<String>, String> text;

        Position(Function<List<String>, String> text) {
            this.text = text;
        }
    }

    private interface Line {
        String of(String name, int number);
    }

    private static String each(List<String> names, Line line) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> "\n" + line.of(names.get(i), i))
                .collect(Collectors.joining());
    }

    private static String model(String body) {
        return "\nmodel zzM {\n" + body + "\nparam zzW: float[2] = 1\noutput zzo = zzh * zzW\n"
                + "loss zzl = sum(zzi : zzh[zzi] * zzW[zzi])\n}\n";
    }

    private static String train(List<String> ports) {
        return "\ntrain zzM {\ndata { zzx = idx(\"x\")\n" + each(ports, (n, i) -> n + " = idx(\"x\")")
                + " }\nepochs = 1\nminimize zzl using sgd(0.1)\n}\n";
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }

    private final List<GeneratedFile> waiting = new ArrayList<>();
    private final Map<Position, int[]> accepted = new HashMap<>();
    private int programs;

    @Test
    void known_names_at_every_place() {
        for (Position position : Position.values()) {
            tryAll(
                    position,
                    sample(KNOWN, new Random(20_261_121), FuzzTime.isLong() ? KNOWN.size() : NAMES_IN_A_PROGRAM));
        }
        finish();
    }

    @Test
    void some_of_all_names_at_every_place() {
        long seed = FuzzTime.freshSeed();
        try {
            someOfAllNames(new Random(seed));
        } catch (IllegalStateException | AssertionError fault) {
            throw new AssertionError("with seed " + seed, fault);
        }
    }

    private void someOfAllNames(Random random) {
        List<String> all = new ArrayList<>(allNames());
        assertTrue(all.size() > 800, "only " + all.size() + " names");
        for (Position position : Position.values()) {
            tryAll(position, sample(all, random, NAMES_IN_A_PROGRAM));
        }
        finish();
        FuzzTime time = new FuzzTime();
        while (time.isLeft()) {
            for (Position position : Position.values()) {
                tryAll(position, sample(all, random, 2 * NAMES_IN_A_PROGRAM));
            }
            finish();
        }
    }

    /** The names that generated code itself uses, of inputs and outputs, where most of them would be in each other's way. */
    @Test
    void names_of_generated_code_as_names_of_inputs_and_outputs() {
        List<String> names =
                harvest().stream().filter(name -> !name.startsWith("zz")).toList();
        assertTrue(names.contains("examples") && names.contains("arraycopy"), names.toString());
        tryAll(Position.INPUT, names);
        tryAll(Position.OUTPUT, names);
        finish();
    }

    @Test
    void very_long_names_are_cut_or_refused() {
        String name = "a".repeat(70_000);
        for (Position position : Position.values()) {
            tryAll(position, List.of(name, name + "b"));
            boolean namesClasses = position == Position.MODEL || position == Position.RECIPE;
            assertEquals(namesClasses ? 0 : 2, accepted.get(position)[0], position.toString());
        }
        javac();
    }

    @Test
    void packages_are_refused_or_compile() {
        for (String part : sample(KNOWN, new Random(7), FuzzTime.isLong() ? KNOWN.size() : 16)) {
            attempt(part + ".a", Position.OUTPUT, List.of("p"));
            attempt("q" + programs++ + "." + part, Position.OUTPUT, List.of("p"));
        }
        finish();
    }

    private void finish() {
        javac();
        accepted.forEach((position, counts) -> assertTrue(
                counts[0] > counts[1], position + ": " + counts[1] + " refused, " + counts[0] + " accepted"));
    }

    private void tryAll(Position position, List<String> names) {
        for (int from = 0; from < names.size(); from += NAMES_IN_A_PROGRAM) {
            attempt(position, names.subList(from, Math.min(from + NAMES_IN_A_PROGRAM, names.size())));
        }
    }

    /** Halves a dozen that the compiler refuses, until the names are found that it refuses alone. */
    private void attempt(Position position, List<String> names) {
        boolean good = attempt("p" + programs++, position, names);
        if (good || names.size() == 1) {
            accepted.computeIfAbsent(position, none -> new int[2])[good ? 0 : 1] += names.size();
        } else {
            attempt(position, names.subList(0, names.size() / 2));
            attempt(position, names.subList(names.size() / 2, names.size()));
        }
    }

    private boolean attempt(String packageName, Position position, List<String> names) {
        return compile("package " + packageName + "\n" + position.text.apply(names));
    }

    private boolean compile(String program) {
        CompileResult result = DlmCompiler.compile(
                new CompileRequest(List.of(new SourceFile("a.dlm", program)), CompileOptions.DEFAULT));
        waiting.addAll(result.files());
        if (waiting.size() > PROGRAMS_FOR_JAVAC * 20) {
            javac();
        }
        return result.succeeded();
    }

    private void javac() {
        List<GeneratedFile> files = List.copyOf(waiting);
        waiting.clear();
        Set<String> paths = new TreeSet<>();
        for (GeneratedFile file : files) {
            assertTrue(paths.add(file.path().toLowerCase(Locale.ROOT)), file.path());
            assertTrue(Stream.of(file.path().split("/")).allMatch(part -> part.length() <= 220), file.path());
        }
        if (!files.isEmpty()) {
            new InMemoryCompiler().compile(files);
        }
    }

    private static List<String> sample(List<String> names, Random random, int count) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        return List.copyOf(new LinkedHashSet<>(shuffled))
                .subList(0, Math.min(count, Set.copyOf(names).size()));
    }

    /** What generated code calls things. */
    private static Set<String> harvest() {
        String program = "package harvest\n" + Position.INPUT.text.apply(List.of("zza", "zzb", "zzc"));
        return JavaShape.identifiers(DlmCompiler.compile(
                        new CompileRequest(List.of(new SourceFile("a.dlm", program)), CompileOptions.DEFAULT))
                .files());
    }

    /** Words of Java, all types of java.lang and java.util, all that generated code uses, and these in other cases. */
    private Set<String> allNames() {
        Set<String> names = new TreeSet<>(KNOWN);
        names.addAll(typesOf("java/lang/"));
        names.addAll(typesOf("java/util/"));
        names.addAll(harvest());
        for (String name : List.copyOf(names)) {
            names.add(name.toLowerCase(Locale.ROOT));
            names.add(name.toUpperCase(Locale.ROOT));
            names.add(name + "_");
            names.add("_" + name);
        }
        return names;
    }

    private static Set<String> typesOf(String folder) {
        ModuleReference base = ModuleFinder.ofSystem().find("java.base").orElseThrow();
        try (ModuleReader reader = base.open();
                Stream<String> entries = reader.list()) {
            return entries.filter(entry -> entry.matches(folder + "[A-Za-z]+\\.class"))
                    .map(entry -> entry.substring(folder.length(), entry.length() - ".class".length()))
                    .collect(Collectors.toSet());
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }
}
