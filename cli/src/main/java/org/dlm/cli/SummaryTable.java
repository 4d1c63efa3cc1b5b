package org.dlm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.ModelSummary.Row;

/** The costs of a model's instances, for people and for programs. */
final class SummaryTable {
    private SummaryTable() {}

    static long parameters(ModelSummary model) {
        return model.rows().stream().mapToLong(Row::parameters).sum();
    }

    static long multiplyAdds(ModelSummary model) {
        return model.rows().stream().mapToLong(Row::multiplyAdds).sum();
    }

    static long activationBytes(ModelSummary model) {
        return model.rows().stream().mapToLong(Row::activationBytes).sum();
    }

    /** Lines of aligned columns with the sums below. */
    static List<String> lines(ModelSummary model) {
        TextTable table = new TextTable(List.of(
                "instance", "layer", "output", ">parameters", ">multiply-adds", ">activations", "receptive field"));
        for (Row row : model.rows()) {
            table.row(List.of(
                    row.path(),
                    row.layer(),
                    shape(row.outputShape()),
                    Words.whole(row.parameters()),
                    Words.whole(row.multiplyAdds()),
                    Words.bytes(row.activationBytes()),
                    row.receptiveField().stream().map(String::valueOf).collect(Collectors.joining(" x "))));
        }
        table.rule();
        table.row(List.of(
                "total",
                "",
                "",
                Words.whole(parameters(model)),
                Words.whole(multiplyAdds(model)),
                Words.bytes(activationBytes(model)),
                ""));
        List<String> lines = new ArrayList<>();
        lines.add("model " + model.model() + ", for one example");
        lines.addAll(table.lines());
        uses(model).forEach(use -> lines.add(use.line()));
        return lines;
    }

    /** Memory of trainings, without their data, and of predictions one by one. */
    private static List<MemoryUse> uses(ModelSummary model) {
        MemoryUses uses = new MemoryUses(model.memory());
        List<MemoryUse> all = new ArrayList<>(uses.trainings());
        all.add(uses.benchOfPrediction(1));
        all.removeIf(use -> use.total() == 0);
        return all;
    }

    static Answer answer(ModelSummary model) {
        return new Answer()
                .with("model", model.model())
                .with("className", model.className())
                .with("parameters", parameters(model))
                .with("multiplyAdds", multiplyAdds(model))
                .with("activationBytes", activationBytes(model))
                .with(
                        "instances",
                        model.rows().stream()
                                .map(SummaryTable::row)
                                .map(Answer::members)
                                .toList())
                .with("memory", uses(model).stream().map(MemoryUse::answer).toList());
    }

    /** Name, class and size, as {@code check} reports them. */
    static Answer brief(ModelSummary model) {
        return new Answer()
                .with("model", model.model())
                .with("className", model.className())
                .with("parameters", parameters(model));
    }

    private static Answer row(Row row) {
        return new Answer()
                .with("path", row.path())
                .with("layer", row.layer())
                .with("outputShape", row.outputShape())
                .with("parameters", row.parameters())
                .with("multiplyAdds", row.multiplyAdds())
                .with("activationBytes", row.activationBytes())
                .with("receptiveField", row.receptiveField());
    }

    private static String shape(List<Integer> extents) {
        return extents.isEmpty() ? "scalar" : extents.toString();
    }
}
