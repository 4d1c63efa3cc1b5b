package org.dlm.compiler.optimize;

import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Run-time numbers are computed once, in double precision, and handed to kernels.
 *
 * <pre>{@code
 * w'[i] = w[i] - float(lr / (1 - beta ^ step)) * m[i]
 *     becomes   rate = lr / (1 - beta ^ step),   w'[i] = w[i] - float(rate) * m[i]
 * }</pre>
 */
final class NumberHoisting {
    private NumberHoisting() {}

    static Graph apply(Graph graph) {
        return GraphRebuild.of(
                graph,
                (op, rebuild) -> op.type().element() == ElementType.NUMBER
                        ? OpCopy.of(op, rebuild.builder(), rebuild::of)
                        : OpCopy.of(op, rebuild.builder(), rebuild::of, body -> hoist(body, op, rebuild)));
    }

    private static Scalar hoist(Scalar scalar, Op op, GraphRebuild rebuild) {
        if (scalar instanceof Scalar.Apply number && number.type() == ElementType.NUMBER && isConstant(number)) {
            Scalar value = OpCopy.withSources(number, rebuild::of);
            return Scalars.load(rebuild.builder().pointwise(List.of(), value, op.origin()), List.of());
        }
        Scalar inner = scalar.mapChildren(child -> hoist(child, op, rebuild));
        return inner instanceof Scalar.Load load
                ? new Scalar.Load(rebuild.of(load.source()), load.at(), load.otherwise())
                : inner;
    }

    /** Whether no axis occurs: everything below is numbers, sizes and literals. */
    private static boolean isConstant(Scalar number) {
        boolean[] constant = {true};
        number.forEach(s -> constant[0] &= switch (s) {
            case Scalar.Load load -> load.at().isEmpty() && load.type() == ElementType.NUMBER;
            case Scalar.IndexValue index -> index.index().isConstant();
            case Scalar.Literal literal -> true;
            case Scalar.Size size -> true;
            case Scalar.Apply apply -> true;
        });
        return constant[0];
    }
}
