package org.dlm.compiler.recipe;

import java.util.stream.Collectors;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.elaborate.DataPlan;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.graph.GraphPrinter;

/** The text of {@code --emit=recipe}. */
public final class TrainingPlanPrinter {
    private TrainingPlanPrinter() {}

    public static String print(TrainingPlan plan) {
        StringBuilder text = new StringBuilder();
        line(text, "epochs = " + plan.epochs() + ", batch = " + plan.batch() + ", seed = " + plan.seed());
        for (ElaboratedModel.Hyper hyper : plan.hypers()) {
            line(text, "hyper " + hyper.name() + " = " + hyper.start());
        }
        plan.data().forEach(block -> print(text, block));
        if (!plan.splits().isEmpty()) {
            line(
                    text,
                    plan.splits().stream()
                            .map(s -> s.name() + " = "
                                    + (s.share() ? Double.toString(s.amount()) : Long.toString((long) s.amount())))
                            .collect(
                                    Collectors.joining(", ", "split ", plan.shuffle() ? "" : " with shuffle = false")));
        }
        plan.rules().clip().ifPresent(clip -> line(text, "clip = " + clip.span().text()));
        line(text, "minimize " + plan.loss());
        for (UpdateRule rule : plan.rules().rules()) {
            line(text, "  " + rule.span().text());
        }
        plan.keep()
                .ifPresent(keep ->
                        line(text, "keep " + (keep.largest() ? "max " : "min ") + keep.split() + "." + keep.measure()));
        return text.toString();
    }

    private static void print(StringBuilder text, DataPlan block) {
        line(text, block.name());
        for (DataPlan.Column column : block.columns()) {
            DataPlan.SourceCall call = block.sources().get(column.source());
            line(text, "  column of " + call.span().text() + ": " + column.type());
        }
        GraphPrinter.print(block.graph()).lines().forEach(l -> line(text, "  " + l));
    }

    private static void line(StringBuilder text, String content) {
        text.append(content).append('\n');
    }
}
