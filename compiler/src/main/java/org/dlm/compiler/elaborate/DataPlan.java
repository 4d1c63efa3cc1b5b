package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.source.Span;

/**
 * A data block: which readers are called, which of their columns are used, and the arithmetic from columns to the ports of the model.
 *
 * @param name {@code data}, {@code val} or {@code test}
 * @param columns in the order of the graph's COLUMN sources, which are named {@code column 0}, {@code column 1} …
 * @param graph per example; one VALUE result for each port that the block feeds
 */
public record DataPlan(String name, List<SourceCall> sources, List<Column> columns, Graph graph, Span span) {
    public DataPlan {
        sources = List.copyOf(sources);
        columns = List.copyOf(columns);
    }

    /** A reader with its arguments: Long, Double, Boolean or String. */
    public record SourceCall(String reader, List<Object> positional, Map<String, Object> named, Span span) {}

    /** How a column of a source is meant. */
    public sealed interface ColumnChoice {
        /** {@code t["age"]}. */
        record Named(String name) implements ColumnChoice {}

        /** By number from 0: {@code t[4]}, or the results of a reader in order. */
        record At(int place) implements ColumnChoice {}
    }

    /**
     * A column, with the type of one example that the block expects of it.
     *
     * @param source place in {@link DataPlan#sources}
     * @param classes where its elements feed a class port directly: how many classes there are
     */
    public record Column(int source, ColumnChoice choice, TensorType type, Optional<Integer> classes) {}
}
