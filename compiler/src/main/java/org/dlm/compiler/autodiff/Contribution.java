package org.dlm.compiler.autodiff;

import java.util.List;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Scalar;

/** For each element of the domain, the element of the operand that {@code target} reads receives {@code value}. */
record Contribution(List<Axis> domain, Scalar.Load target, Scalar value) {
    Contribution {
        domain = List.copyOf(domain);
    }
}
