package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.text;

import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.TypeRef;
import org.dlm.compiler.ast.ValueSpace;

/** Lays out written types and the ranges of settings. */
final class TypeLayout {
    private final FileLayout file;

    TypeLayout(FileLayout file) {
        this.file = file;
    }

    Layout type(TypeRef type) {
        Stream<Layout> suffixes = type.suffixes().stream().map(this::suffix);
        return new Layout.Row(
                Stream.concat(Stream.of(text(type.base().text())), suffixes).toList());
    }

    Layout space(ValueSpace space) {
        return switch (space) {
            case ValueSpace.Range range -> {
                Layout bounds = row(sum(range.low()), text(" .. "), sum(range.high()));
                yield range.scale()
                        .map(scale -> row(text(scale.text() + "("), bounds, text(")")))
                        .orElse(bounds);
            }
            case ValueSpace.Choices choices -> file.expressions().list(choices.items());
        };
    }

    Layout sum(Expr expression) {
        return file.expressions().expression(expression, Precedence.SUM);
    }

    private Layout suffix(TypeRef.Suffix suffix) {
        return switch (suffix) {
            case TypeRef.Missing missing -> text("?");
            case TypeRef.Bracket bracket -> {
                List<Layout> dimensions =
                        bracket.dimensions().stream().map(this::dimension).toList();
                yield row(text("["), Layout.filled(dimensions), text("]"));
            }
        };
    }

    private Layout dimension(Dimension dimension) {
        return switch (dimension) {
            case Dimension.Rest rest -> text("..");
            case Dimension.Bounded bounded -> row(text(bounded.name().text() + " <= "), sum(bounded.bound()));
            case Dimension.Fixed fixed -> sum(fixed.size());
            case Dimension.Spread spread -> file.expressions().spread(spread.list());
        };
    }
}
