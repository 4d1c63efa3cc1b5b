package org.dlm.compiler.recipe;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.elaborate.KnownExpressions;
import org.dlm.compiler.source.Span;

/** The {@code name = value} lines of a recipe. */
final class RecipeSettings {
    private static final List<String> NAMES =
            List.of("epochs", "batch", "seed", "clip", "steps", "accumulate", "average");

    /** Where problems go. */
    interface Report {
        void report(DiagnosticId id, Span span, String message);
    }

    private final KnownExpressions known;
    private final Report report;
    private int epochs = 1;
    private int batch = 32;
    private long seed;
    private Optional<Expr> clip = Optional.empty();

    RecipeSettings(KnownExpressions known, Report report) {
        this.known = known;
        this.report = report;
    }

    int epochs() {
        return epochs;
    }

    int batch() {
        return batch;
    }

    long seed() {
        return seed;
    }

    Optional<Expr> clip() {
        return clip;
    }

    void read(RecipeItem.Setting setting) {
        String name = setting.name().text();
        switch (name) {
            case "epochs" -> positive(setting).ifPresent(n -> epochs = n);
            case "batch" -> positive(setting).ifPresent(n -> batch = n);
            case "seed" -> known.integer(setting.value()).ifPresent(n -> seed = n);
            case "clip" -> clip = Optional.of(setting.value());
            case "steps", "accumulate", "average" ->
                report.report(
                        DiagnosticId.NOT_BUILT_YET,
                        setting.span(),
                        "the setting " + name + " is part of the language but not built yet in this version");
            default ->
                report.report(
                        DiagnosticId.UNKNOWN_SETTING,
                        setting.name().span(),
                        "there is no setting " + name + "; there are " + String.join(", ", NAMES)
                                + Suggestions.nearest(name, NAMES)
                                        .map(near -> "; did you mean `" + near + "`?")
                                        .orElse(""));
        }
    }

    private Optional<Integer> positive(RecipeItem.Setting setting) {
        Optional<Long> number = known.integer(setting.value());
        if (number.isPresent() && (number.get() < 1 || number.get() > Integer.MAX_VALUE)) {
            report.report(
                    DiagnosticId.BAD_RECIPE,
                    setting.value().span(),
                    setting.name().text() + " is at least 1, found " + number.get());
            return Optional.empty();
        }
        return number.map(Long::intValue);
    }
}
