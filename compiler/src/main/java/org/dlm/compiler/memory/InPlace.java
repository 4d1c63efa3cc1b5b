package org.dlm.compiler.memory;

import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Whether a kernel may write a value into the elements of one that it reads. It may if each element of the old value is read
 * for the same element of the new one only, and not after that is written:
 *
 * <pre>{@code
 * w' [i, j] = w[i, j] - lr * g[i, j]      yes
 * y  [i, j] = x[i, j] - x[i, 0]           no: x[i, 0] is overwritten first
 * }</pre>
 */
final class InPlace {
    private InPlace() {}

    /** Whether the group may compute its op {@code written} in the elements of {@code old}. */
    static boolean allowed(FusionGroup group, Op written, Op old) {
        boolean elementwise = group.kind() == FusionGroup.Kind.POINTWISE || group.kind() == FusionGroup.Kind.REDUCTION;
        boolean before = true;
        for (Op op : group.ops()) {
            boolean own = op.pointwise() && before && (elementwise || op == written);
            if (op.operands().stream().anyMatch(operand -> operand.root() == old)
                    && !(own && readsAtOwnElement(op, old))) {
                return false;
            }
            before &= op != written;
        }
        return true;
    }

    private static boolean readsAtOwnElement(Op op, Op old) {
        OpKind.Indexed indexed = (OpKind.Indexed) op.kind();
        return indexed.body().loads().stream()
                .filter(load -> load.source().root() == old)
                .allMatch(load -> isOwnElement(op, load));
    }

    /** Equal shapes and the op's axes one for one: the same place in dense memory, also through a reshape. */
    private static boolean isOwnElement(Op op, Scalar.Load load) {
        return load.source().type().shape().equals(op.type().shape())
                && Places.isOwnRow(load, load.at().size());
    }
}
