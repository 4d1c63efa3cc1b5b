package org.dlm.compiler.parse;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.ast.ValueSpace;
import org.dlm.compiler.source.Span;
import org.dlm.grammar.DlmParser;

/** Builds written types and the ranges of settings. */
final class TypeBuilder {
    private final AstBuilders builders;

    TypeBuilder(AstBuilders builders) {
        this.builders = builders;
    }

    TypeRef type(DlmParser.TypeContext tree) {
        List<TypeRef.Suffix> suffixes = tree.suffix().stream().map(this::suffix).toList();
        return new TypeRef(builders.span(tree), builders.name(tree.id()), suffixes);
    }

    private TypeRef.Suffix suffix(DlmParser.SuffixContext tree) {
        return tree.QUERY() == null
                ? new TypeRef.Bracket(
                        tree.dimension().stream().map(this::dimension).toList())
                : new TypeRef.Missing();
    }

    private Dimension dimension(DlmParser.DimensionContext tree) {
        Span span = builders.span(tree);
        return switch (tree) {
            case DlmParser.RestDimensionContext it -> new Dimension.Rest(span);
            case DlmParser.BoundedDimensionContext it ->
                new Dimension.Bounded(span, builders.name(it.id()), sum(it.sum()));
            case DlmParser.SizeDimensionContext it ->
                it.DOTS() == null
                        ? new Dimension.Fixed(span, sum(it.sum()))
                        : new Dimension.Spread(span, sum(it.sum()));
            default -> throw UnknownTree.of(tree);
        };
    }

    ValueSpace space(DlmParser.SpaceContext tree) {
        return switch (tree) {
            case DlmParser.PlainSpaceContext it -> range(tree, Optional.empty(), it.range());
            case DlmParser.ScaledSpaceContext it -> range(tree, Optional.of(it.id()), it.range());
            case DlmParser.ChoiceSpaceContext it ->
                new ValueSpace.Choices(
                        builders.span(tree), builders.expressions().items(it.list()));
            default -> throw UnknownTree.of(tree);
        };
    }

    private ValueSpace range(
            DlmParser.SpaceContext tree, Optional<DlmParser.IdContext> scale, DlmParser.RangeContext range) {
        return new ValueSpace.Range(
                builders.span(tree), scale.map(builders::name), sum(range.sum(0)), sum(range.sum(1)));
    }

    private Expr sum(DlmParser.SumContext tree) {
        return builders.expressions().expression(tree);
    }
}
