package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;

/**
 * One rewrite: what it looks for and what it puts there. A rule looks at one place only; {@link RewritePass} brings it
 * everywhere. Each result must be smaller or nearer to the usual form, or the driver would not end.
 */
public sealed interface RewriteRule {
    /** The name in error messages. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** A rewrite inside a body. The children are in the usual form already. */
    non-sealed interface OfScalar extends RewriteRule {
        /** The better expression of the same type, or nothing where the rule does not fit. */
        Optional<Scalar> apply(Scalar scalar, Scope scope);
    }

    /** A rewrite of a whole op. Its operands are in the usual form already. */
    non-sealed interface OfOp extends RewriteRule {
        /** The better op of the same type, made with the builder, or nothing where the rule does not fit. */
        Optional<Op> apply(Op op, GraphBuilder builder);
    }

    /** What an expression stands in: the axes of its op and how they are reduced. */
    record Scope(List<Axis> axes, Reduction reduction) {
        public Scope {
            axes = List.copyOf(axes);
        }
    }
}
