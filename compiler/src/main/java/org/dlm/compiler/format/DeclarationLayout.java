package org.dlm.compiler.format;

import static org.dlm.compiler.format.Layout.group;
import static org.dlm.compiler.format.Layout.nest;
import static org.dlm.compiler.format.Layout.row;
import static org.dlm.compiler.format.Layout.space;
import static org.dlm.compiler.format.Layout.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.ast.ResultItem;
import org.dlm.compiler.ast.Signature;
import org.dlm.compiler.ast.Statement;

/** Lays out declarations. A function whose body is one returned value is written {@code = value}. */
final class DeclarationLayout {
    private final FileLayout file;

    DeclarationLayout(FileLayout file) {
        this.file = file;
    }

    Layout declaration(Declaration declaration) {
        return switch (declaration) {
            case Declaration.Const constant -> file.statements().constant(constant);
            case Declaration.Callable callable -> callable(callable);
            case Declaration.Train train -> file.recipes().train(train);
        };
    }

    private Layout callable(Declaration.Callable callable) {
        Layout head = row(
                text(callable.kind().name().toLowerCase(Locale.ROOT) + " "
                        + callable.name().text()),
                signature(callable),
                results(callable.results()));
        return isFormula(callable)
                ? group(head, text(" ="), nest(2, space(), formula(callable)))
                : row(head, text(" "), file.statements().block(callable.body()));
    }

    /** A block with comments stays one: they are about its one line. */
    private boolean isFormula(Declaration.Callable callable) {
        boolean mayBe = switch (callable.kind()) {
            case FN, SCHEDULE, INIT -> true;
            case LAYER, OPTIMIZER, MODEL -> false;
        };
        return mayBe
                && callable.body().size() == 1
                && callable.body().getFirst() instanceof Statement.Return result
                && result.values().size() == 1
                && (file.blocks().isFreeOfComments(callable.span())
                        || file.blocks().areInOneBlock(callable.span(), result.span()));
    }

    private Layout formula(Declaration.Callable callable) {
        Expr value = ((Statement.Return) callable.body().getFirst()).values().getFirst();
        return file.expressions().expression(value);
    }

    private Layout signature(Declaration.Callable callable) {
        Signature signature = callable.signature();
        boolean isEmpty =
                signature.data().isEmpty() && signature.configuration().isEmpty();
        if (isEmpty && callable.kind() == Declaration.Kind.MODEL) {
            return Layout.nothing();
        }
        List<Layout> parameters =
                new ArrayList<>(signature.data().stream().map(this::parameter).toList());
        boolean divided = isDivided(callable.kind(), signature);
        Layout data = Layout.filled(parameters);
        Layout settings = Layout.filled(
                signature.configuration().stream().map(this::parameter).toList());
        return row(
                text("("),
                nest(
                        4,
                        data,
                        text(divided ? ";" : ""),
                        divided && !signature.configuration().isEmpty() ? group(space(), settings) : settings),
                text(")"));
    }

    /** Whether the semicolon must be written: without it all parameters are of the kind's usual sort. */
    private static boolean isDivided(Declaration.Kind kind, Signature signature) {
        return switch (kind) {
            case FN, LAYER, OPTIMIZER -> !signature.configuration().isEmpty();
            case SCHEDULE, INIT, MODEL -> !signature.data().isEmpty();
        };
    }

    private Layout parameter(Parameter parameter) {
        return row(
                text(parameter.name().text() + ": "),
                file.types().type(parameter.type()),
                parameter
                        .defaultValue()
                        .map(value -> row(text(" = "), file.expressions().expression(value)))
                        .orElse(Layout.nothing()),
                parameter
                        .space()
                        .map(range -> row(text(" in "), file.types().space(range)))
                        .orElse(Layout.nothing()));
    }

    private Layout results(List<ResultItem> results) {
        if (results.isEmpty()) {
            return Layout.nothing();
        }
        List<Layout> items = results.stream().map(this::result).toList();
        boolean bare = results.size() == 1 && results.getFirst().name().isEmpty();
        return bare ? row(text(": "), items.getFirst()) : row(text(": ("), nest(4, Layout.filled(items)), text(")"));
    }

    private Layout result(ResultItem result) {
        return row(
                result.name().map(name -> text(name.text() + ": ")).orElse(Layout.nothing()),
                file.types().type(result.type()));
    }
}
