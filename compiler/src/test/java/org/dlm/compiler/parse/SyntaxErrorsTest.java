package org.dlm.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad texts and the exact messages about them. */
class SyntaxErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '\u0001', textBlock = """
            model A { input x: float[3 }          => 1:28: syntax-error: expected ']' but found '}'
            fn f(x: float): float = x + )         => 1:29: syntax-error: expected an expression but found ')'
            fn f(x: float) { y = = 3 return y }   => 1:22: syntax-error: expected an expression but found '='
            fn f(x: float) { g(x) return x }      => 1:19: syntax-error: expected ':=' or '=' but found '(' (a call alone is no statement; name its result: y = f(x))
            fn f(x: float) { return x             => 1:26: syntax-error: expected '}' but found the end of the file
            fn f(x: float) = a < b < c            => 1:24: syntax-error: expected a declaration or the end of the file but found '<' (comparisons are not chained; write a < b and b < c)
            fn f(x: float) = "abc                 => 1:18: syntax-error: this text has no closing quote on its line
            fn f(x: float) = é                    => 1:18: syntax-error: 'é' is no sign of the language
            fn f(x: float) = x as y               => 1:20: syntax-error: 'as y' names the instance of a layer, so it must follow a call or a stage
            const in = 3                          => 1:7: syntax-error: expected a name but found 'in' ('in' is a word of the language; choose another name)
            const q = "a\\q"                      => 1:11: syntax-error: '\\q' means nothing in a text; known are \\" \\\\ \\n \\t
            const a = 3x                          => 1:11: bad-number: '3x' is neither a number nor a name
            const a = 3000000000                  => 1:11: bad-number: the number 3000000000 is too large for an int, which holds at most 2147483647
            const a = 1e999                       => 1:11: bad-number: the number 1e999 is too large for a float; infinity is written inf
            modle A { }                           => 1:1: syntax-error: expected a declaration, the end of the file, 'package' or 'import' but found 'modle' (did you mean `model`?)
            train A { minimize total }            => 1:26: syntax-error: expected 'using' but found '}'
            model A { input x float[3] }          => 1:19: syntax-error: expected ':' but found 'float'
            model A { } /* open                   => 1:13: syntax-error: this comment has no closing '*/'
            """)
    void says_what_was_found_and_expected(String text, String expected) {
        assertEquals(expected, messages(text));
    }

    @Test
    void shows_where_an_open_bracket_begins() {
        Diagnostic diagnostic =
                diagnostics("fn f(x: float) = g(x\nfn h(x: float) = (x }").getLast();
        assertEquals("'(' is opened here", diagnostic.notes().getFirst().message());
        assertEquals(18, diagnostic.notes().getFirst().span().orElseThrow().column());
    }

    @Test
    void reports_the_first_fault_of_every_declaration() {
        assertEquals("""
                2:18: syntax-error: expected an expression but found ')'
                4:9: syntax-error: expected ')' but found '3'
                5:13: bad-number: the number 9999999999 is too large for an int, which holds at most 2147483647""", messages("""
                const good = 1
                fn f(x: float) = )
                layer g(x: float) { return x }
                layer h(3) { return x }
                const big = 9999999999
                """));
    }

    @Test
    void leaves_out_bad_declarations_only() {
        FileUnit unit = Parser.parse(
                new SourceFile(
                        "a.dlm",
                        "const a = 1\nfn f( { x = 3 }\nmodel M { const fn = 3 }\nconst b = ]\nfn g(x: float) = x"),
                new DiagnosticCollector());
        assertEquals(
                List.of("a", "M", "g"),
                unit.declarations().stream()
                        .map(Declaration::name)
                        .map(name -> name.text())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "- ", "not ", "1 ^ ", "f(", "x[", "1 + (", "scan i in "})
    void nesting_without_end_is_an_error_and_no_overflow(String opening) {
        String text = "const a = " + opening.repeat(100_000);
        assertTrue(messages(text).endsWith("this text is nested too deeply to be read; give its inner parts names"));
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", "(1)", " and true"})
    void a_chain_without_end_is_an_error_and_no_overflow(String link) {
        assertEquals(
                "1:11: syntax-error: this expression joins more than 400 parts; give some of them names",
                messages("const a = 1" + link.repeat(100_000)));
    }

    @Test
    void nesting_that_people_write_is_read() {
        assertEquals("", messages("const a = " + "(".repeat(90) + "1" + ")".repeat(90)));
        assertEquals("", messages("const a = x" + " -> f".repeat(10_000)));
    }

    private static String messages(String text) {
        return diagnostics(text).stream()
                .map(diagnostic -> diagnostic.span().line() + ":"
                        + diagnostic.span().column() + ": "
                        + diagnostic.id().slug() + ": " + diagnostic.message()
                        + diagnostic.suggestion().map(s -> " (" + s + ")").orElse(""))
                .collect(Collectors.joining("\n"));
    }

    private static List<Diagnostic> diagnostics(String text) {
        DiagnosticCollector collector = new DiagnosticCollector();
        Parser.parse(new SourceFile("a.dlm", text), collector);
        return collector.diagnostics();
    }

    /** Numbers of any length were read to their end, in a time that is the square of it: minutes for a million digits. */
    @Test
    void a_number_of_millions_of_digits_takes_no_time() {
        String nines = "9".repeat(4_000_000);
        String zeros = "0".repeat(4_000_000);

        String message = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> messages("const a = " + nines));

        assertEquals(
                "1:11: bad-number: the number " + "9".repeat(40)
                        + "... is too large for an int, which holds at most 2147483647",
                message);
        assertEquals("", assertTimeoutPreemptively(Duration.ofSeconds(60), () -> messages("const a = " + zeros + "7")));
    }
}
