package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.elaborate.DataPlan;
import org.dlm.compiler.emit.ProgramPlan;
import org.dlm.compiler.emit.RecipePlan;

/** Data blocks in the terms of the emitter. */
final class ReaderPlans {
    private ReaderPlans() {}

    static RecipePlan.DataPlan of(DataPlan data, ProgramPlan preparation) {
        List<RecipePlan.Column> columns = new ArrayList<>();
        for (int c = 0; c < data.columns().size(); c++) {
            DataPlan.Column column = data.columns().get(c);
            columns.add(new RecipePlan.Column(
                    "column " + c,
                    column.source(),
                    choice(column.choice()),
                    column.type(),
                    column.classes().orElse(0)));
        }
        return new RecipePlan.DataPlan(
                data.name(), data.sources().stream().map(ReaderPlans::reader).toList(), columns, preparation);
    }

    private static RecipePlan.Reader reader(DataPlan.SourceCall call) {
        Map<String, RecipePlan.Argument> named = new LinkedHashMap<>();
        call.named().forEach((name, value) -> named.put(name, argument(value)));
        return new RecipePlan.Reader(
                call.reader(),
                call.positional().stream().map(ReaderPlans::argument).toList(),
                named);
    }

    private static RecipePlan.Argument argument(Object value) {
        return switch (value) {
            case String text -> new RecipePlan.Argument.Text(text);
            case Boolean flag -> new RecipePlan.Argument.Flag(flag);
            case Number number -> new RecipePlan.Argument.Number(number.doubleValue());
            default -> throw new IllegalStateException("this is a bug in dlmc: no argument of a reader: " + value);
        };
    }

    private static RecipePlan.Choice choice(DataPlan.ColumnChoice choice) {
        return switch (choice) {
            case DataPlan.ColumnChoice.Named named -> new RecipePlan.Choice.Named(named.name());
            case DataPlan.ColumnChoice.At at -> new RecipePlan.Choice.At(at.place());
        };
    }
}
