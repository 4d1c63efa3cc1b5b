package org.dlm.compiler.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.format.AstPrinter;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the AST says about a text. */
class AstBuildingTest {
    /** Both texts must give the same AST: the right one shows how the left one is joined. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
            a - b - c                => (a - b) - c
            a * b + c % d            => (a * b) + (c % d)
            -a ^ b                   => -(a ^ b)
            a ^ b ^ c                => a ^ (b ^ c)
            a ^ -b                   => a ^ (-b)
            not a == b and c or d    => ((not (a == b)) and c) or d
            a @ b @ c                => (a @ b) @ c
            a + b -> f -> g(1)       => (a + b) -> f -> g(1)
            a.b[0](c)                => ((a.b)[0])(c)
            f(x) as y                => (f(x) as y)
            """)
    void operators_join_as_the_reference_says(String text, String joined) {
        assertEquals(ast("const v = " + joined), ast("const v = " + text));
    }

    @Test
    void a_formula_is_a_block_with_one_return() {
        assertEquals(ast("fn f(x: float): float { return x + 1 }"), ast("fn f(x: float): float = x + 1"));
    }

    @Test
    void without_a_semicolon_the_kind_decides_what_parameters_are() {
        assertEquals(1, callable("layer f(x: float) { }").signature().data().size());
        assertEquals(
                1, callable("init f(x: float) { }").signature().configuration().size());
        assertEquals(
                1, callable("model F(x: int) { }").signature().configuration().size());
        assertEquals(1, callable("schedule f(x: float;) { }").signature().data().size());
    }

    @Test
    void documentation_belongs_to_what_stands_directly_below() {
        Declaration.Callable model = callable("""
                /// lost: a line between

                /// First line.
                ///  Second line.
                model M {
                  /// A picture.
                  input x: float
                  y = x /// no documentation of the next line
                  output y
                }
                """);
        assertEquals(Optional.of("First line.\nSecond line."), model.doc());
        assertEquals(Optional.of("A picture."), ((Statement.Port) model.body().get(0)).doc());
        assertEquals(Optional.empty(), ((Statement.Exposed) model.body().get(2)).doc());
    }

    @Test
    void spans_cover_the_whole_construct() {
        Declaration.Callable function = callable("// ä 😀\nfn f(x: float) = (x + 1) * g(x)[0]");
        Expr value = ((Statement.Return) function.body().getFirst()).values().getFirst();
        assertEquals("(x + 1) * g(x)[0]", value.span().text());
        assertEquals("fn f(x: float) = (x + 1) * g(x)[0]", function.span().text());
        assertEquals(2, function.span().line());
        assertEquals("g(x)[0]", ((Expr.Binary) value).right().span().text());
    }

    @Test
    void texts_have_their_escapes_resolved() {
        Declaration.Const constant = (Declaration.Const)
                unit("const s = \"a\\\"b\\\\c\\n\"").declarations().getFirst();
        assertEquals("a\"b\\c\n", ((Expr.StringLiteral) constant.value()).value());
    }

    @Test
    void numbers_may_be_grouped() {
        Declaration.Const constant =
                (Declaration.Const) unit("const s = 1_000_000").declarations().getFirst();
        assertEquals(1_000_000, ((Expr.IntLiteral) constant.value()).value());
    }

    private static Declaration.Callable callable(String text) {
        return (Declaration.Callable) unit(text).declarations().getFirst();
    }

    private static String ast(String text) {
        return AstPrinter.print(unit(text));
    }

    private static FileUnit unit(String text) {
        DiagnosticCollector collector = new DiagnosticCollector();
        FileUnit unit = Parser.parse(new SourceFile("a.dlm", text), collector);
        assertEquals(List.of(), collector.diagnostics());
        return unit;
    }
}
