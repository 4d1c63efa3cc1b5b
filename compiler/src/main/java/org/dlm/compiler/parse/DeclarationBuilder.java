package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.QualifiedName;
import org.dlm.compiler.ast.ResultItem;
import org.dlm.compiler.ast.Signature;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** Builds what stands at the top level of a file. */
final class DeclarationBuilder {
    private final AstBuilders builders;

    DeclarationBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    /** Leaves out what was read only in part, which has been reported. */
    FileUnit file(DlmParser.FileContext tree) {
        Span whole = AstBuilders.emptyFile(builders.places().file()).span();
        Optional<QualifiedName> packageName = Optional.ofNullable(tree.packageDecl())
                .filter(DeclarationBuilder::isComplete)
                .map(found -> qualified(found.name()));
        List<ImportDecl> imports = tree.importDecl().stream()
                .filter(DeclarationBuilder::isComplete)
                .map(this::importDecl)
                .toList();
        List<Declaration> declarations = tree.declaration().stream()
                .filter(DeclarationBuilder::isComplete)
                .map(this::declaration)
                .toList();
        return new FileUnit(whole, packageName, imports, declarations);
    }

    Declaration.Const constant(DlmParser.ConstantContext tree) {
        List<Name> names = tree.id().stream().map(builders::name).toList();
        return new Declaration.Const(
                builders.span(tree),
                names,
                Optional.ofNullable(tree.type()).map(builders.types()::type),
                builders.expressions().expression(tree.expr()),
                builders.docAbove(tree));
    }

    private static boolean isComplete(ParserRuleContext tree) {
        return tree.exception == null;
    }

    private ImportDecl importDecl(DlmParser.ImportDeclContext tree) {
        return new ImportDecl(builders.span(tree), qualified(tree.name()), tree.STAR() != null);
    }

    private QualifiedName qualified(DlmParser.NameContext tree) {
        List<Name> parts = tree.id().stream().map(builders::name).toList();
        return new QualifiedName(builders.span(tree), parts);
    }

    private Declaration declaration(DlmParser.DeclarationContext tree) {
        return switch (tree) {
            case DlmParser.ConstantDeclarationContext it -> constant(it.constant());
            case DlmParser.FnContext it ->
                callable(it, Declaration.Kind.FN, it.id(), data(it.signature()), results(it.result()), body(it.body()));
            case DlmParser.LayerContext it ->
                callable(
                        it,
                        Declaration.Kind.LAYER,
                        it.id(),
                        data(it.signature()),
                        results(it.result()),
                        block(it.block()));
            case DlmParser.OptimizerContext it ->
                callable(it, Declaration.Kind.OPTIMIZER, it.id(), data(it.signature()), List.of(), block(it.block()));
            case DlmParser.ScheduleContext it ->
                callable(
                        it,
                        Declaration.Kind.SCHEDULE,
                        it.id(),
                        configuration(it.signature()),
                        List.of(),
                        body(it.body()));
            case DlmParser.InitContext it ->
                callable(it, Declaration.Kind.INIT, it.id(), configuration(it.signature()), List.of(), body(it.body()));
            case DlmParser.ModelContext it ->
                callable(it, Declaration.Kind.MODEL, it.id(), modelSignature(it), List.of(), block(it.block()));
            case DlmParser.TrainContext it -> builders.recipes().train(it.trainDecl());
            default -> throw UnknownTree.of(tree);
        };
    }

    private Declaration.Callable callable(
            ParserRuleContext tree,
            Declaration.Kind kind,
            DlmParser.IdContext id,
            Signature signature,
            List<ResultItem> results,
            List<Statement> body) {
        return new Declaration.Callable(
                builders.span(tree), kind, builders.name(id), signature, results, body, builders.docAbove(tree));
    }

    /** Where no semicolon stands, all parameters are data. */
    private Signature data(DlmParser.SignatureContext tree) {
        return new Signature(builders.span(tree), parameters(tree.data), parameters(tree.configuration));
    }

    /** Where no semicolon stands, all parameters are configuration. */
    private Signature configuration(DlmParser.SignatureContext tree) {
        return tree.SEMI() == null ? new Signature(builders.span(tree), List.of(), parameters(tree.data)) : data(tree);
    }

    private Signature modelSignature(DlmParser.ModelContext tree) {
        return tree.signature() == null
                ? new Signature(builders.span(tree.id()), List.of(), List.of())
                : configuration(tree.signature());
    }

    private List<Parameter> parameters(DlmParser.ParametersContext tree) {
        return tree == null
                ? List.of()
                : tree.parameter().stream().map(this::parameter).toList();
    }

    private Parameter parameter(DlmParser.ParameterContext tree) {
        return new Parameter(
                builders.span(tree),
                builders.name(tree.id()),
                builders.types().type(tree.type()),
                Optional.ofNullable(tree.expr()).map(builders.expressions()::expression),
                Optional.ofNullable(tree.space()).map(builders.types()::space));
    }

    private List<ResultItem> results(DlmParser.ResultContext tree) {
        if (tree == null) {
            return List.of();
        }
        return tree.type() == null
                ? tree.resultItem().stream().map(this::resultItem).toList()
                : List.of(new ResultItem(
                        builders.span(tree.type()),
                        Optional.empty(),
                        builders.types().type(tree.type())));
    }

    private ResultItem resultItem(DlmParser.ResultItemContext tree) {
        return new ResultItem(
                builders.span(tree),
                Optional.ofNullable(tree.id()).map(builders::name),
                builders.types().type(tree.type()));
    }

    /** {@code = expr} is a block of one return. */
    private List<Statement> body(DlmParser.BodyContext tree) {
        return tree.block() == null
                ? List.of(new Statement.Return(
                        builders.span(tree.expr()),
                        List.of(builders.expressions().expression(tree.expr()))))
                : block(tree.block());
    }

    private List<Statement> block(DlmParser.BlockContext tree) {
        return builders.statements().block(tree);
    }
}
