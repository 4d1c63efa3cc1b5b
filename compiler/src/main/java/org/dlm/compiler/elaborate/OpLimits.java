package org.dlm.compiler.elaborate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/** What an op may not be: places that leave the range of an int, and a formula without end. Generated code computes places in ints. */
final class OpLimits {
    private OpLimits() {}

    /** Whether an expression has more parts than that. Stops there: shared parts can make it far larger than the memory that it takes. */
    static boolean longer(Scalar body, int most) {
        Deque<Scalar> pending = new ArrayDeque<>(List.of(body));
        int parts = 0;
        while (!pending.isEmpty()) {
            parts++;
            if (parts > most) {
                return true;
            }
            pushParts(pending.pop(), pending);
        }
        return false;
    }

    /** The first place of an op's body that does not fit in an int for some index; the body is not too long. */
    static Optional<Affine> tooFar(Op op) {
        return op.kind() instanceof OpKind.Indexed indexed ? tooFar(indexed.body(), indexed.axes()) : Optional.empty();
    }

    private static Optional<Affine> tooFar(Scalar body, List<Axis> axes) {
        Deque<Scalar> pending = new ArrayDeque<>(List.of(body));
        while (!pending.isEmpty()) {
            Scalar scalar = pending.pop();
            List<Affine> places = switch (scalar) {
                case Scalar.IndexValue value -> List.of(value.index());
                case Scalar.Load load ->
                    load.at().stream()
                            .filter(place -> place instanceof Affine)
                            .map(place -> (Affine) place)
                            .toList();
                case Scalar.Literal literal -> List.of();
                case Scalar.Size size -> List.of();
                case Scalar.Apply apply -> List.of();
            };
            Optional<Affine> far = places.stream()
                    .filter(place -> reach(place, axes) > Integer.MAX_VALUE)
                    .findFirst();
            if (far.isPresent()) {
                return far;
            }
            pushParts(scalar, pending);
        }
        return Optional.empty();
    }

    /** The largest number that any order of adding up the parts of the place can meet. */
    private static double reach(Affine place, List<Axis> axes) {
        double sum = Math.abs((double) place.constant());
        for (var entry : place.coefficients().entrySet()) {
            Affine term = Affine.of(entry.getKey());
            Interval range = Interval.of(term, axes);
            double size =
                    range.isEmpty() ? 0 : Math.max(Math.abs((double) range.low()), Math.abs((double) range.high()));
            sum += Math.abs((double) entry.getValue()) * size;
            double inner = switch (entry.getKey()) {
                case IndexTerm.AxisTerm axis -> 0;
                case IndexTerm.Quotient quotient -> reach(quotient.of(), axes);
                case IndexTerm.Remainder remainder -> reach(remainder.of(), axes);
            };
            sum = Math.max(sum, inner);
        }
        return sum;
    }

    private static void pushParts(Scalar scalar, Deque<Scalar> pending) {
        switch (scalar) {
            case Scalar.Apply apply -> apply.arguments().forEach(pending::push);
            case Scalar.Load load -> {
                for (Subscript place : load.at()) {
                    if (place instanceof Subscript.Data data) {
                        pending.push(data.value());
                    }
                }
                load.otherwise().ifPresent(pending::push);
            }
            case Scalar.Literal literal -> {}
            case Scalar.IndexValue index -> {}
            case Scalar.Size size -> {}
        }
    }
}
