package org.dlm.compiler.autodiff;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;

/**
 * The adjoints of the parameters.
 *
 * @param builder knows the forward ops and the adjoints; later passes add to it
 * @param parameters those asked for, in that order
 * @param adjoints of the parameters that the loss reaches, in the same order
 */
public record Gradients(GraphBuilder builder, List<Op> parameters, Map<Op, Op> adjoints) {
    public Gradients {
        parameters = List.copyOf(parameters);
        Map<Op, Op> inOrder = new LinkedHashMap<>(adjoints);
        adjoints = Collections.unmodifiableMap(inOrder);
    }

    /** The adjoint of a parameter; none where the loss does not depend on it through derivatives. */
    public Optional<Op> adjoint(Op parameter) {
        return Optional.ofNullable(adjoints.get(parameter));
    }

    /** The parameters whose derivative is 0 whatever the data: not used, or used only below {@code stop} or comparisons. */
    public List<Op> unreached() {
        return parameters.stream().filter(p -> !adjoints.containsKey(p)).toList();
    }
}
