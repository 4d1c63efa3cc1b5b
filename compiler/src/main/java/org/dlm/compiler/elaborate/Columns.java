package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.dlm.compiler.elaborate.Value.ReaderValue;
import org.dlm.compiler.elaborate.Value.TensorValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.TensorType;

/**
 * Collects the columns that a data block uses. What type a column has is known only from the port that it feeds: arithmetic between them is
 * element by element, so the column is expected to have the port's shape.
 */
final class Columns {
    private final Elaboration elaboration;
    private final List<DataPlan.SourceCall> sources = new ArrayList<>();
    private final Map<DataPlan.Column, TensorValue> columns = new LinkedHashMap<>();
    private TensorType expected = new TensorType(ElementType.FLOAT, List.of());
    private Optional<Integer> classes = Optional.empty();

    Columns(Elaboration elaboration) {
        this.elaboration = elaboration;
    }

    /** From here on columns feed a port of this type. */
    void expect(TensorType type, Optional<Integer> kinds) {
        expected = type;
        classes = kinds;
    }

    /** Runs with the expected shape of one element along the first dimension: columns that are stacked. */
    <T> T inside(Supplier<T> stacked) {
        TensorType whole = expected;
        expected = new TensorType(whole.element(), whole.shape().subList(Math.min(1, whole.rank()), whole.rank()));
        try {
            return stacked.get();
        } finally {
            expected = whole;
        }
    }

    TensorValue column(ReaderValue reader) {
        int source = sources.indexOf(reader.call());
        if (source < 0) {
            source = sources.size();
            sources.add(reader.call());
        }
        DataPlan.Column column = new DataPlan.Column(source, reader.choice(), expected, classes);
        return columns.computeIfAbsent(column, this::make);
    }

    private TensorValue make(DataPlan.Column column) {
        return elaboration
                .tensors()
                .of(elaboration
                        .graph()
                        .source(
                                OpKind.Role.COLUMN,
                                "column " + columns.size(),
                                column.type(),
                                true,
                                elaboration.origin()));
    }

    List<DataPlan.SourceCall> sources() {
        return sources;
    }

    List<DataPlan.Column> columns() {
        return List.copyOf(columns.keySet());
    }
}
