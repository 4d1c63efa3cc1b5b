package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Stride;

/**
 * An op {@code out[f] = sum(r : left[..] * right[..])} of two unguarded loads at affine places: matrix products, convolutions of
 * every kind, attention scores and their derivatives. An axis may occur under a quotient or remainder, as the taps of a window over
 * phases do; its step is {@link Stride#IRREGULAR}. What a schedule needs is here for each axis: the step it makes in memory
 * in each of the three values, and its role.
 *
 * <pre>{@code
 * y[b < batch, o < 8, i < 26] = sum(c < 3, u < 3 : W[o, c, u] * x[b, c, i + u])
 *            b      o     i     c    u
 *   left     0      9     0     3    1
 *   right   84      0     1    28    1
 *   output 208     26     1     0    0
 *   role   RIGHT  LEFT  RIGHT SHARED SHARED
 * }</pre>
 *
 * @param axes free axes, then reduction axes, as in the op
 * @param output strides of the dense result, 0 for reduction axes
 */
public record ContractionPattern(
        Op op,
        List<Axis> axes,
        Scalar.Load leftLoad,
        LinearAccess left,
        Scalar.Load rightLoad,
        LinearAccess right,
        List<Stride> output,
        List<Role> roles) {
    public ContractionPattern {
        axes = List.copyOf(axes);
        output = List.copyOf(output);
        roles = List.copyOf(roles);
    }

    /** Where an axis occurs. */
    public enum Role {
        /** Free, and both operands move along it. */
        BATCH,
        /** Free, and only the left operand moves. */
        LEFT,
        /** Free, and only the right operand moves. */
        RIGHT,
        /** Free, and neither operand moves: the result repeats along it. */
        REPEATED,
        /** A reduction axis in both operands. */
        SHARED,
        /** A reduction axis that moves the left operand only. */
        LEFT_SUMMED,
        /** A reduction axis that moves the right operand only. */
        RIGHT_SUMMED,
        /** A reduction axis that moves neither; rewriting turns it into a factor, so it is not met after that. */
        COUNTED
    }

    /** The pattern of an op, if it is a contraction of FLOAT values. */
    public static Optional<ContractionPattern> of(Op op) {
        if (op.type().element() != ElementType.FLOAT
                || !(op.kind() instanceof OpKind.Indexed indexed)
                || indexed.reduction() != Reduction.SUM
                || !(indexed.body() instanceof Scalar.Apply product)
                || product.primitive() != Primitive.MULTIPLY) {
            return Optional.empty();
        }
        List<Scalar> factors = product.arguments();
        if (!(factors.get(0) instanceof Scalar.Load leftLoad)
                || !(factors.get(1) instanceof Scalar.Load rightLoad)
                || leftLoad.otherwise().isPresent()
                || rightLoad.otherwise().isPresent()) {
            return Optional.empty();
        }
        Optional<LinearAccess> left = LinearAccess.byPhases(leftLoad, indexed.axes());
        Optional<LinearAccess> right = LinearAccess.byPhases(rightLoad, indexed.axes());
        return left.isEmpty() || right.isEmpty()
                ? Optional.empty()
                : Optional.of(of(op, indexed, leftLoad, left.get(), rightLoad, right.get()));
    }

    private static ContractionPattern of(
            Op op,
            OpKind.Indexed indexed,
            Scalar.Load leftLoad,
            LinearAccess left,
            Scalar.Load rightLoad,
            LinearAccess right) {
        int free = indexed.free().size();
        List<Axis> axes = indexed.axes();
        List<Stride> output = new ArrayList<>(op.type().strides());
        List<Role> roles = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            boolean inLeft = !left.stride(axis).isZero();
            boolean inRight = !right.stride(axis).isZero();
            roles.add(axis < free ? freeRole(inLeft, inRight) : reducedRole(inLeft, inRight));
            if (axis >= free) {
                output.add(Stride.ZERO);
            }
        }
        return new ContractionPattern(op, axes, leftLoad, left, rightLoad, right, output, roles);
    }

    private static Role freeRole(boolean inLeft, boolean inRight) {
        if (inLeft) {
            return inRight ? Role.BATCH : Role.LEFT;
        }
        return inRight ? Role.RIGHT : Role.REPEATED;
    }

    private static Role reducedRole(boolean inLeft, boolean inRight) {
        if (inLeft) {
            return inRight ? Role.SHARED : Role.LEFT_SUMMED;
        }
        return inRight ? Role.RIGHT_SUMMED : Role.COUNTED;
    }

    /** Whether both operands move by one step along each axis. */
    boolean isRegular() {
        return Stream.concat(left.strides().stream(), right.strides().stream()).allMatch(Stride::isRegular);
    }

    /** The numbers of the axes with a role, in order. */
    public List<Integer> axes(Role role) {
        List<Integer> found = new ArrayList<>();
        for (int axis = 0; axis < roles.size(); axis++) {
            if (roles.get(axis) == role) {
                found.add(axis);
            }
        }
        return found;
    }

    /** Whether an op is a contraction that reads its operands several times; a sum over one row of a product is none. */
    static boolean hasReuse(Op op) {
        return of(op).filter(pattern -> pattern.roles().stream().anyMatch(role -> switch (role) {
                    case LEFT, RIGHT, LEFT_SUMMED, RIGHT_SUMMED -> true;
                    case BATCH, SHARED, REPEATED, COUNTED -> false;
                }))
                .isPresent();
    }
}
