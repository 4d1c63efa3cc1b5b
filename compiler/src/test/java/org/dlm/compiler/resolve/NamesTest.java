package org.dlm.compiler.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.Fixtures;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that mean nothing, mean two things, or are for nothing, and those that are fine. */
class NamesTest {
    private static final SourceFile LIBRARY = new SourceFile("std/core.dlm", """
            const same: int = -1
            fn relu(x: float): float = max(x, 0)
            fn dropout(x: float; rate: float): float = x * rate
            layer dense(x: float[n]; units: int, weights: init = he): float[units] {
              param W: float[n, units] ~ weights(fanIn = n)
              return x @ W
            }
            init he() = sqrt(2 / fanIn) * uniform(shape)
            optimizer sgd(w: float, g: float; lr: float) { w := w - lr * g }
            schedule warmup(over: int) = min(step / over, 1)
            fn globalNorm(norm: float; limit: float): float = min(1, limit / norm)
            """);

    private static final String MODEL = """
            model Net {
              input x: float[4]
              target y: float
              hyper beta: float = 1
              z = x -> dense(1)
              loss total = beta * abs(z[0] - y)
              metric error = abs(z[0] - y)
            }
            """;

    @Test
    void the_fixtures_mean_something() {
        assertEquals(
                List.of(
                        "models/seq2seq.dlm:27:14: unused-value: 'weight' is never read",
                        "models/transformer.dlm:30:9: unknown-name: there is no function or layer 'pairs'",
                        "models/transformer.dlm:30:51: unknown-name: there is no function or layer 'bpe'"
                                + " (did you mean `bce`?)"),
                messages(Fixtures.models(), Fixtures.library()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fn f(x: float): float = relu(x) + pi",
                "fn f(x: float[n, S..]): float[S..] { y[s..] = sum(i : x[i, s..]) return y }",
                "fn f(x: float[n]): float { y = 0.0 for i in 0 .. n { y = y + x[i] } return y }",
                "fn f(x: float; a: bool): float { if a { y = x } else { y = -x } return y }",
                "fn f(x: float[n]): float { s = scan t in n from (s = 0.0) { s := s + x[t] } return s }",
                "layer f(x: float[n]; dropout: float): float[n] { return x -> dense(n) -> dropout(dropout) }",
                "layer f(x: float[n]; act: fn = relu): float[n] { return x -> act }",
                "layer f(x: float[n]) { share d = dense(n) return d(x) -> d, d.W }",
                "layer f(x: float[n]): float[m] { const m = 2 * n return x -> dense(m) }",
                "layer f(x: float[n]) { check n > 1, \"{n} is too small\" return concat(x, x, axis = 0) }",
                "layer f(x: float[n]) { for act in [relu, tanh] { x = x -> act } return x }",
                "fn f(x: float[n]): int = length(x) const n = 3",
                "fn f(x: float[n]): int = n",
                "const a = same const b, c = [a, 2 * a]",
                "schedule half() = warmup(3) * epoch / epochs",
                "fn f(x: float): float = mean(batch : x) / sum(examples : 1)"
            })
    void is_fine(String text) {
        assertEquals("", messages(text));
    }

    @Test
    void unknown_names_come_with_what_was_meant() {
        assertEquals(
                "1:25: unknown-name: there is no function or layer 'rleu' (did you mean `relu`?)",
                messages("fn f(x: float): float = rleu(x)"));
        assertEquals(
                "1:29: unknown-name: there is no value 'axx' (did you mean `xax`?)",
                messages("fn f(xax: float): float = 2*axx")
                        .lines()
                        .filter(line -> line.contains("unknown-name"))
                        .collect(Collectors.joining()));
        assertEquals(
                "1:32: unknown-name: there is no value 'k'",
                messages("fn f(x: float[n]): float = n * k")
                        .lines()
                        .filter(line -> line.contains("unknown"))
                        .collect(Collectors.joining()));
        assertEquals(
                "1:9: unknown-name: there is no type 'flaot' (did you mean `float`?)",
                messages("fn f(x: flaot): int = x"));
        assertEquals(
                "1:28: unknown-name: there is no reduction 'summ' (did you mean `sum`?)",
                messages("fn f(x: float[n]): float = summ(i : x[i])"));
        assertEquals(
                "1:56: unknown-name: there is no value 'm'",
                messages("layer f(x: float[n]) { check n > 1, \"x\" param W: float[m] return x + W }"));
    }

    @Test
    void what_is_a_value_cannot_be_called_and_the_other_way_round_is_a_stage() {
        assertEquals(
                "1:44: unknown-name: 'x' is a value here, so it cannot be called",
                messages("fn f(x: float): float { y = relu(x) return x(y) }"));
    }

    @Test
    void some_values_are_known_in_some_bodies_only() {
        assertEquals(
                "1:29: unknown-name: 'step' is not known here, only in optimizer and schedule",
                messages("fn f(x: float): float = x * step"));
        assertEquals(
                "1:26: unknown-name: 'fanIn' is not known here, only in init",
                messages("schedule f(x: float) = x*fanIn"));
    }

    @Test
    void names_of_inner_scopes_are_not_known_outside() {
        assertEquals(
                "1:57: unknown-name: there is no value 'i'",
                messages("fn f(x: float[n]): float { y = sum(i : x[i]) return y * i }"));
        assertEquals(
                "1:66: unknown-name: there is no value 'q'",
                messages("fn f(x: float): float { for i in 0 .. 3 { q = x * i } return x + q }")
                        .lines()
                        .filter(line -> line.contains("unknown"))
                        .collect(Collectors.joining()));
    }

    @Test
    void names_of_a_recipe_come_from_its_model() {
        assertEquals("", messages(MODEL + """
                train Net {
                  hyper lr = 0.1
                  set beta = warmup(10)
                  data { t = csv("a.csv")  x = t["a"]  y = t["b"] }
                  val { d = synthetic.moons(10)  x, y = d }
                  clip = globalNorm(1)
                  minimize total using sgd(lr * warmup(5))
                  stop when val.error < 0.1
                  keep min val.total
                }"""));
        assertEquals("""
                10:7: unknown-name: there is no hyper 'betta' (did you mean `beta`?)
                11:10: unused-value: 'u' is never read
                12:12: unknown-name: there is no value 'totl' (did you mean `total`?)
                12:23: unknown-name: there is no function or layer 'sdg' (did you mean `sgd`?)
                13:16: unknown-name: there is no loss or metric 'eror' (did you mean `error`?)""", messages(MODEL + """
                train Net {
                  set betta = 1
                  data { u = csv("a.csv")  x, y = csv("b.csv") }
                  minimize totl using sdg(0.1)
                  keep min val.eror
                }"""));
        assertEquals(
                "9:7: unknown-name: there is no model 'Nett' (did you mean `Net`?)",
                messages(MODEL + "train Nett { minimize total using sgd(1) }"));
    }

    @Test
    void warns_of_what_is_never_read() {
        assertEquals("1:25: unused-value: 'y' is never read", messages("fn f(x: float): float { y = x return x }"));
        assertEquals(
                "1:25: unused-value: 'y' is never read",
                messages("fn f(x: float): float { y = x y = 2 * x return y }"));
        assertEquals(
                "1:16: unused-input: the parameter 'b' is never used", messages("fn f(a: float, b: float): float = a"));
        assertEquals(
                "1:32: unused-input: the input 'b' is never used",
                messages("model M { input a: float input b: float output c = a }"));
        assertEquals(
                "",
                messages(
                        "fn g(x: float): (a: float, b: float) { return x, x } fn f(x: float) { a, b = g(x) return b }"));
    }

    @Test
    void a_name_declared_twice_is_an_error() {
        assertEquals(
                "2:4: duplicate-name: 'f' is declared twice",
                messages("fn f(x: float): float = x\nfn f(x: float): float = 2 * x"));
        assertEquals("", messages("fn f(x: float): float = x\nconst f = 2"));
        assertEquals("1:18: duplicate-name: 'x' is declared twice", messages("init f(x: float, x: float) = x"));
        assertEquals(
                "1:46: duplicate-name: 'W' is declared twice",
                messages("layer f(x: float) { param W: float = 0 param W: float = 0 return x * W }"));
        assertEquals(
                "",
                messages("layer f(x: float; a: bool) {"
                        + " if a { param W: float = 0 y = W } else { param W: float = 1 y = W } return x * y }"));
    }

    @Test
    void an_own_declaration_hides_the_library() {
        ResolvedProgram program = resolve(
                List.of(new SourceFile("a.dlm", "fn relu(x: float): float = x")),
                List.of(LIBRARY),
                new DiagnosticCollector());
        DeclarationScope scope =
                program.scopeOf(program.files().getFirst().declarations().getFirst());
        assertEquals("a.dlm", scope.callable("relu").orElseThrow().span().file().path());
        assertEquals(
                "std/core.dlm",
                scope.callable("dense").orElseThrow().span().file().path());
        assertTrue(scope.constant("same").isPresent());
        assertTrue(scope.constant("relu").isEmpty());
    }

    @Test
    void imports_bring_files_packages_and_single_declarations() {
        SourceFile blocks = new SourceFile(
                "blocks/residual.dlm", "package acme.nets\nfn f(x: float): float = x\nfn g(x: float): float = x");
        for (String line : List.of("blocks.residual", "blocks.*", "acme.nets.*", "acme.nets.f")) {
            assertEquals(
                    List.of(),
                    messages(
                            List.of(
                                    blocks,
                                    new SourceFile("a.dlm", "import " + line + " fn h(x: float): float = f(x)")),
                            List.of()));
        }
        assertEquals(
                List.of("a.dlm:1:25: unknown-name: there is no function or layer 'f'"
                        + " ('f' is declared in another file: import blocks.residual)"),
                messages(List.of(blocks, new SourceFile("a.dlm", "fn h(x: float): float = f(x)")), List.of()));
        assertEquals(
                List.of("a.dlm:1:8: unknown-import: there is no file or declaration 'blocks.residal'"
                        + " (did you mean `blocks.residual`?)"),
                messages(List.of(blocks, new SourceFile("a.dlm", "import blocks.residal")), List.of()));
    }

    @Test
    void imports_in_a_circle_are_an_error_in_each_file() {
        assertEquals(
                List.of(
                        "a.dlm:1:8: import-cycle: the imports go round in a circle: a imports b imports a"
                                + " (move what both need into a third file)",
                        "b.dlm:1:8: import-cycle: the imports go round in a circle: b imports a imports b"
                                + " (move what both need into a third file)"),
                messages(List.of(new SourceFile("a.dlm", "import b"), new SourceFile("b.dlm", "import a")), List.of()));
    }

    @Test
    void two_imports_may_not_bring_the_same_name() {
        assertEquals(
                List.of("c.dlm:1:17: duplicate-name: this import brings a second 'k'"),
                messages(
                        List.of(
                                new SourceFile("a.dlm", "const k = 1"),
                                new SourceFile("b.dlm", "const k = 2"),
                                new SourceFile("c.dlm", "import a import b")),
                        List.of()));
    }

    private static String messages(String text) {
        return messages(List.of(new SourceFile("a.dlm", text)), List.of(LIBRARY)).stream()
                .map(message -> message.substring("a.dlm:".length()))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> messages(List<SourceFile> files, List<SourceFile> library) {
        DiagnosticCollector collector = new DiagnosticCollector();
        resolve(files, library, collector);
        return collector.diagnostics().stream()
                .map(diagnostic -> diagnostic.span() + ": " + diagnostic.id().slug() + ": " + diagnostic.message()
                        + diagnostic.suggestion().map(s -> " (" + s + ")").orElse(""))
                .toList();
    }

    private static ResolvedProgram resolve(
            List<SourceFile> files, List<SourceFile> library, DiagnosticCollector collector) {
        return Resolver.resolve(units(files, collector), units(library, collector), collector);
    }

    private static List<FileUnit> units(List<SourceFile> files, DiagnosticCollector collector) {
        return Stream.of(files)
                .flatMap(List::stream)
                .map(file -> Parser.parse(file, collector))
                .toList();
    }
}
