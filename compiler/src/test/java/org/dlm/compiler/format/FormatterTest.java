package org.dlm.compiler.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.source.Fixtures;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The canonical layout, as examples; and that it keeps the meaning of all fixtures and is its own layout. */
class FormatterTest {
    static List<SourceFile> fixtures() {
        return Fixtures.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void keeps_the_meaning_and_is_stable(SourceFile file) {
        String once = Formatter.format(unit(file));
        FileUnit again = unit(new SourceFile(file.path(), once));
        assertEquals(AstPrinter.print(unit(file)), AstPrinter.print(again));
        assertEquals(once, Formatter.format(again));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void loses_no_comment(SourceFile file) {
        assertEquals(comments(file.text()), comments(Formatter.format(unit(file))));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            const  a=3                              => const a = 3
            const v = ((a+b))*(c*d)-(-e)^2          => const v = (a + b) * (c * d) - (-e) ^ 2
            const v = a-(b-c)                       => const v = a - (b - c)
            const v = (a ^ b) ^ c                   => const v = (a ^ b) ^ c
            const v = not(a and b)or c              => const v = not (a and b) or c
            const v = (x->f)+(f(x)as l).W           => const v = (x -> f) + (f(x) as l).W
            const v = x[:,1:,..,(i+1)..|0]          => const v = x[:, 1:, .., (i + 1).. | 0]
            const v = sum(i<n,s..:x[i,s..])         => const v = sum(i < n, s.. : x[i, s..])
            const v = [1e-3,1_000,"a\\"b",S..,]     => const v = [1e-3, 1_000, "a\\"b", S..]
            fn f(x:float;)=x                        => fn f(x: float) = x
            fn f(x:float){return x}                 => fn f(x: float) = x
            fn f(;a:int=3 in log(1..4),)=a          => fn f(; a: int = 3 in log(1 .. 4)) = a
            model M(){}                             => model M {}
            import a.b.*                            => import a.b.*
            """)
    void writes_constructs_in_one_way(String text, String formatted) {
        assertEquals(formatted + "\n", format(text));
    }

    @Test
    void lays_out_a_model_and_its_recipe() {
        assertEquals("""
                package acme
                import blocks.residual

                /// Doc.
                model M(classes: int = 10) {
                  input image: float[1, 28, 28]
                  target label: class[classes]
                  x = image
                    -> conv(6, kernel = 5) -> relu
                    -> dense(classes) as head
                  for i in 0 .. 3 { x = x -> f as level }
                  if a { b = 1 } else { b = 3 }
                  if a {
                    b = 1
                  } else if c {
                    b = 2
                  }
                  loss total = g(x, label)
                }

                train M {
                  data {
                    image = idx("a") / 255
                    split train = 0.9, val = 0.1
                  }
                  minimize total using adam(1e-3)
                  each step {
                    minimize a
                      using adam over "x/**"
                      using sgd(0.1)
                    repeat 5 { minimize b using sgd }
                  }
                }
                """, format("""
                package acme import blocks.residual

                /// Doc.
                model M(classes: int=10) { input image: float[1,28,28] target label: class[classes]
                  x = image
                      -> conv(6, kernel=5) -> relu
                      -> dense(classes) as head
                  for i in 0..3 {
                    x = x -> f as level
                  }
                  if a { b = 1 } else { b = 3 } if a { b = 1 } else { if c { b = 2 } } loss total = g(x, label) }



                train M { data { image = idx("a")/255 split train = 0.9, val = 0.1 }
                  minimize total using adam(1e-3)
                  each step { minimize a using adam over "x/**" using sgd(0.1) repeat 5 { minimize b using sgd } } }
                """));
    }

    @Test
    void breaks_long_lines_at_the_loosest_place() {
        assertEquals(
                """
                fn longer(first: float[n], second: float[n], third: float[n], fourth: float[n];
                    setting: float = 1, another: int = 2, last: bool = true): float[n] =
                  alphaFunction(first, second) * betaFunction(third, fourth) + gammaFunction(first, third) * deltaFunction(second)
                    + setting * another
                """,
                format(
                        "fn longer(first: float[n], second: float[n], third: float[n], fourth: float[n]; setting: float = 1,"
                                + " another: int = 2, last: bool = true): float[n] = alphaFunction(first, second) * betaFunction(third, fourth)"
                                + " + gammaFunction(first, third) * deltaFunction(second) + setting * another"));
    }

    @Test
    void keeps_comments_with_their_statement() {
        assertEquals("""
                // head of the file

                /* of f */
                fn f(x: float) {
                  // first
                  y = x  // behind y
                  // inside the next one
                  z = y + 1

                  // last
                  return z
                  // nothing more
                }
                // end
                """, format("""
                // head of the file

                /* of f */
                fn f(x: float) { // first
                  y = x // behind y
                  z = y // inside the next one
                    + 1


                  // last
                  return z
                  // nothing more
                }
                // end
                """));
    }

    @Test
    void a_moved_comment_does_not_become_documentation() {
        assertEquals("""
                model M {
                  // no doc
                  input x: float
                }
                """, format("model M { /// no doc\n input x: float }"));
    }

    @Test
    void an_empty_file_stays_empty() {
        assertEquals("", format("  \n"));
        assertEquals("// only this\n", format("// only this"));
    }

    private static List<String> comments(String text) {
        return text.lines()
                .filter(line -> line.contains("//"))
                .map(line -> line.substring(line.indexOf("//")).strip())
                .sorted()
                .toList();
    }

    private static String format(String text) {
        return Formatter.format(unit(new SourceFile("a.dlm", text)));
    }

    private static FileUnit unit(SourceFile file) {
        DiagnosticCollector collector = new DiagnosticCollector();
        FileUnit unit = Parser.parse(file, collector);
        assertEquals(List.of(), collector.diagnostics());
        return unit;
    }
}
