package org.dlm.compiler.optimize;

import java.util.List;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/** Which ops work row by row, so that several of them can go over one row while it is in the cache: softmax, normalisation. */
final class Rows {
    /** Elements of all inner loops of one row: 64 KiB of floats, so that a row's values stay in the second-level cache. */
    private static final double LONGEST_ROW = 16 * 1024;

    private Rows() {}

    /** Whether the op is a short inner loop (or a single value) for each element of the outer axes. */
    static boolean areRows(Op op, List<Axis> outer) {
        if (!(op.kind() instanceof OpKind.Indexed indexed)
                || op.type().element() == ElementType.NUMBER
                || ContractionPattern.hasReuse(op)
                || indexed.free().size() < outer.size()
                || !Access.extents(indexed.free().subList(0, outer.size())).equals(Access.extents(outer))) {
            return false;
        }
        List<Axis> inner = indexed.axes().subList(outer.size(), indexed.axes().size());
        boolean batch = inner.stream().anyMatch(axis -> axis.extent().isBatch());
        return !batch && Work.elements(inner) <= LONGEST_ROW && (op.pointwise() || !isWindowed(indexed));
    }

    /**
     * Whether a reduction axis moves together with a free one, as in pooling ({@code x[2 * i + u]}). Such windows are short, and
     * their outer axes are better vectorised than the window.
     */
    private static boolean isWindowed(OpKind.Indexed indexed) {
        int free = indexed.free().size();
        for (Scalar.Load load : indexed.body().loads()) {
            for (Subscript place : load.at()) {
                if (place instanceof Affine affine) {
                    boolean mixed = IntStream.range(0, free).anyMatch(affine::mentions)
                            && IntStream.range(free, indexed.axes().size()).anyMatch(affine::mentions);
                    if (mixed) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
