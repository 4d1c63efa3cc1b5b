package org.dlm.compiler.elaborate;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.elaborate.Value.RealValue;
import org.dlm.compiler.elaborate.Value.TruthValue;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.TensorType;

/** The plain values that the language itself names. */
final class NamedValues {
    private final Elaboration elaboration;

    NamedValues(Elaboration elaboration) {
        this.elaboration = elaboration;
    }

    Optional<Value> value(String name) {
        return switch (name) {
            case "pi" -> Optional.of(new RealValue(Math.PI));
            case "inf" -> Optional.of(new RealValue(Double.POSITIVE_INFINITY));
            case "training" -> Optional.of(new TruthValue(elaboration.mode().training()));
            case "streaming" -> Optional.of(new TruthValue(false));
            case "step", "steps", "epoch", "epochs" -> Optional.of(counter(name));
            default -> Optional.empty();
        };
    }

    private Value counter(String name) {
        Op op = elaboration
                .graph()
                .source(
                        OpKind.Role.COUNTER,
                        name,
                        new TensorType(ElementType.NUMBER, List.of()),
                        false,
                        elaboration.origin());
        return elaboration.tensors().of(op);
    }
}
