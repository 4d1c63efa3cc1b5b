package org.dlm.compiler.pipeline;

import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.emit.HyperPlan;
import org.dlm.compiler.recipe.TrainingPlan;

/** Finds run-time numbers that begin with what nobody could set them to: outside of their range, infinite or NaN. */
final class HyperChecker {
    private final DiagnosticSink sink;

    HyperChecker(DiagnosticSink sink) {
        this.sink = sink;
    }

    void check(ElaboratedModel model, List<TrainingPlan> recipes) {
        Stream.concat(model.hypers().stream(), recipes.stream().flatMap(recipe -> recipe.hypers().stream()))
                .filter(hyper -> !isAllowed(hyper.start(), HyperPlans.of(hyper).range()))
                .forEach(hyper -> sink.report(Diagnostic.error(
                        DiagnosticId.SETTING_OUT_OF_RANGE,
                        hyper.span(),
                        "the hyper " + hyper.name() + " = " + hyper.start() + " is not in "
                                + hyper.space()
                                        .map(space -> space.span().text())
                                        .orElse("the finite numbers"))));
    }

    private static boolean isAllowed(double start, HyperPlan.Range range) {
        return Double.isFinite(start)
                && switch (range) {
                    case HyperPlan.Range.Any any -> true;
                    case HyperPlan.Range.Between between -> between.low() <= start && start <= between.high();
                    case HyperPlan.Range.OneOf oneOf -> oneOf.values().contains(start);
                };
    }
}
