package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** The builders of one file, one for each family of the grammar, known to each other: an expression may hold a body. */
final class AstBuilders {
    private final Places places;
    private final DocComments docs;
    private final DiagnosticSink sink;
    private final DeclarationBuilder declarations = new DeclarationBuilder(this);
    private final TypeBuilder types = new TypeBuilder(this);
    private final StatementBuilder statements = new StatementBuilder(this);
    private final ExpressionBuilder expressions = new ExpressionBuilder(this);
    private final PostfixBuilder postfixes = new PostfixBuilder(this);
    private final LiteralBuilder literals = new LiteralBuilder(this);
    private final RecipeBuilder recipes = new RecipeBuilder(this);

    AstBuilders(Places places, DocComments docs, DiagnosticSink sink) {
        this.places = places;
        this.docs = docs;
        this.sink = sink;
    }

    static FileUnit emptyFile(SourceFile file) {
        return new FileUnit(new Span(file, 0, file.text().length()), Optional.empty(), List.of(), List.of());
    }

    Places places() {
        return places;
    }

    DeclarationBuilder declarations() {
        return declarations;
    }

    TypeBuilder types() {
        return types;
    }

    StatementBuilder statements() {
        return statements;
    }

    ExpressionBuilder expressions() {
        return expressions;
    }

    PostfixBuilder postfixes() {
        return postfixes;
    }

    LiteralBuilder literals() {
        return literals;
    }

    RecipeBuilder recipes() {
        return recipes;
    }

    Span span(ParserRuleContext tree) {
        return places.of(tree);
    }

    Optional<String> docAbove(ParserRuleContext tree) {
        return docs.above(tree);
    }

    Name name(DlmParser.IdContext id) {
        return new Name(span(id), id.getText());
    }

    void error(DiagnosticId id, Span span, String message) {
        sink.report(Diagnostic.error(id, span, message));
    }
}
