package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.elaborate.DataPlan.ColumnChoice;
import org.dlm.compiler.elaborate.DataPlan.SourceCall;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Scalar;

/** What an expression stands for while the model is elaborated: known now, or computed by the graph. */
sealed interface Value {
    /** Known when the model is compiled. */
    sealed interface Known extends Value {}

    record IntValue(long value) implements Known {}

    record RealValue(double value) implements Known {}

    record TruthValue(boolean value) implements Known {}

    record TextValue(String value) implements Known {}

    /** A list; index groups are lists of index values, so elements need not be known. */
    record ListValue(List<Value> elements) implements Value {
        public ListValue {
            elements = List.copyOf(elements);
        }
    }

    /**
     * A value of the graph, as a scalar expression over the indices in scope and the tensor's own ones: {@code own} are the numbers of its
     * own indices, one for each dimension. Nothing is computed before it is made an op ({@link Tensors#materialize}).
     */
    record TensorValue(List<Integer> own, List<Extent> shape, Scalar body) implements Value {
        public TensorValue {
            own = List.copyOf(own);
            shape = List.copyOf(shape);
        }

        static TensorValue scalar(Scalar body) {
            return new TensorValue(List.of(), List.of(), body);
        }

        int rank() {
            return shape.size();
        }

        ElementType element() {
            return body.type();
        }
    }

    /** A call without its data: {@code lstm(64)}; the configuration given so far, by name. */
    record StageValue(Declaration.Callable callable, Map<String, Value> settings, Optional<Instance> shared)
            implements Value {}

    /** A primitive used as a stage: {@code act = tanh}. */
    record PrimitiveStage(String name) implements Value {}

    /** An index group whose length is not known yet, while ranges are being found. */
    record OpenGroup(GroupCell cell) implements Value {}

    /** Several results; where fewer are taken, the first ones are. */
    record ResultsValue(List<Value> values) implements Value {}

    /** What a reader of a recipe gives: its result number {@code place}, or a chosen column. Typed by where it is used. */
    record ReaderValue(SourceCall call, ColumnChoice choice) implements Value {
        ReaderValue at(ColumnChoice chosen) {
            return new ReaderValue(call, chosen);
        }
    }

    /** A local name of a data block, evaluated where it is used, since only there its type is known. */
    record DeferredValue(Expr expression, Body body) implements Value {}

    /** Stands for a value whose error has been reported; whatever touches it is passed over in silence. */
    record ErrorValue() implements Value {}
}
