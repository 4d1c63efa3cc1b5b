package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/** Questions about how a body reads a value. */
final class Access {
    /** Up to here a vector of every so-manieth element is read as that many vectors and put together. */
    private static final int SHORT_STRIDE = 4;

    private Access() {}

    static boolean isAffine(Scalar.Load load) {
        return load.at().stream().allMatch(Affine.class::isInstance);
    }

    /** Whether an op reads some value at a long stride along its last axis, as a copy that turns one does. */
    static boolean turns(Op op) {
        if (!(op.kind() instanceof OpKind.Indexed indexed) || indexed.free().isEmpty()) {
            return false;
        }
        int last = indexed.free().size() - 1;
        return loads(op).stream()
                .flatMap(load -> LinearAccess.of(load, indexed.axes()).stream())
                .anyMatch(access -> Math.abs(access.stride(last).factor()) > SHORT_STRIDE);
    }

    /** An unguarded access at a linear place: what a contraction can stream. */
    static boolean isPlain(Scalar scalar, List<Axis> axes) {
        return scalar instanceof Scalar.Load load
                && load.otherwise().isEmpty()
                && LinearAccess.of(load, axes).isPresent();
    }

    /** The accesses of an op's body and data places. */
    static List<Scalar.Load> loads(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> indexed.body().loads();
            case OpKind.ScatterAdd scatter -> {
                List<Scalar.Load> loads = new ArrayList<>(scatter.body().loads());
                scatter.at().forEach(place -> {
                    if (place instanceof Subscript.Data data) {
                        loads.addAll(data.value().loads());
                    }
                });
                yield loads;
            }
            case OpKind.Source source -> List.of();
            case OpKind.Draw draw -> List.of();
            case OpKind.Reshape reshape -> List.of();
        };
    }

    static List<Extent> extents(List<Axis> axes) {
        return axes.stream().map(Axis::extent).toList();
    }
}
