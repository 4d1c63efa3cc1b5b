package org.dlm.compiler.emit;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/** An op that computes nothing and only puts elements of another value elsewhere, for what reads them next. */
record LayoutCopy(Kind kind, Op source) {
    /** What becomes of the elements. */
    enum Kind {
        /** Axes in another order. */
        TRANSPOSED("Transposed"),
        /** With constants around. */
        PADDED("Padded"),
        /** Any other order, also only some of them. */
        PACKED("Packed");

        private final String ending;

        Kind(String ending) {
            this.ending = ending;
        }

        /** How names of such copies end. */
        String ending() {
            return ending;
        }
    }

    static Optional<LayoutCopy> of(Op op) {
        if (op.kind() instanceof OpKind.Indexed indexed
                && indexed.reduction() == Reduction.NONE
                && indexed.body() instanceof Scalar.Load load
                && load.at().stream().allMatch(place -> place instanceof Affine)
                && load.otherwise().stream().allMatch(value -> value instanceof Scalar.Literal)) {
            return Optional.of(new LayoutCopy(kind(indexed, load), load.source().root()));
        }
        return Optional.empty();
    }

    private static Kind kind(OpKind.Indexed indexed, Scalar.Load load) {
        if (load.otherwise().isPresent()) {
            return Kind.PADDED;
        }
        List<Subscript> axes = IntStream.range(0, indexed.free().size())
                .<Subscript>mapToObj(Affine::axis)
                .toList();
        return load.at().size() == axes.size() && load.at().containsAll(axes) ? Kind.TRANSPOSED : Kind.PACKED;
    }
}
