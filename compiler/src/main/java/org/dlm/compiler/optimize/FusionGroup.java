package org.dlm.compiler.optimize;

import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Op;

/**
 * Ops that one kernel computes. Producers that are computed again inside their users have been inlined into the bodies before,
 * so every op of a group is really computed there.
 *
 * @param outer the axes that all ops of the group share as their first free axes: the kernel's outer loops
 * @param ops in order; a later one may read an earlier one of the group
 * @param stored the ops whose value goes to memory because something outside the group (or a later inner loop) reads it; the
 *     others live in registers
 */
public record FusionGroup(Kind kind, List<Axis> outer, List<Op> ops, Set<Op> stored) {
    public FusionGroup {
        outer = List.copyOf(outer);
        ops = List.copyOf(ops);
        stored = Set.copyOf(stored);
    }

    /** The shape of the kernel. */
    public enum Kind {
        /** All ops pointwise over exactly {@code outer}; earlier ones are read at their own element only. */
        POINTWISE,
        /**
         * The first op is a reduction over free axes {@code outer}; the rest are pointwise over the same axes and read earlier ones
         * at their own element only (the epilogue). A sum of products of two operands is a contraction.
         */
        REDUCTION,
        /**
         * For each element of {@code outer}, the ops one after the other, each with its own inner loops over its remaining axes
         * (softmax: a maximum, a sum, a quotient). An op without remaining free axes may stay in a register.
         */
        ROWS,
        /** One {@link org.dlm.compiler.graph.OpKind.ScatterAdd}: zeros, then additions in order. */
        SCATTER,
        /** One {@link org.dlm.compiler.graph.OpKind.Draw}, filled by the runtime. */
        DRAW,
        /** One op of type NUMBER: plain double arithmetic of the program, no kernel. */
        NUMBER
    }
}
