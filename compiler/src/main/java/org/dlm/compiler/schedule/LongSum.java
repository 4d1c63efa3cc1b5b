package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.Variables;

/**
 * A sum of many terms, whose error does not grow with their number: blocks of a few terms are added to a total that keeps what
 * rounding cuts off and adds it to the next block (Neumaier, <i>Rundungsfehleranalyse einiger Verfahren zur Summation endlicher
 * Summen</i>, 1974).
 *
 * <pre>{@code
 * block = acc - lost;  sum = total + block;  lost = (sum - total) - block;  total = sum;  acc = 0
 * }</pre>
 *
 * @param accumulator of the terms of a block
 */
record LongSum(Variable accumulator, Variable total, Variable lost) {
    /** Terms of a block: half a unit in the last place for each is 1e-6 of their sum in f32. */
    static final int BLOCK = 32;

    static LongSum of(Variable accumulator, Variables variables) {
        return new LongSum(accumulator, variables.fresh("total"), variables.fresh("lost"));
    }

    /** Whether the axes have more terms than one block may, {@code lanes} of them being added at once along the last. */
    static boolean isLong(List<LoopAxis> reduced, int lanes) {
        long terms = 1;
        for (LoopAxis axis : reduced) {
            if (axis.extent().isBatch()) {
                return true;
            }
            int size = axis.extent().fixedSize();
            terms *= axis.equals(reduced.getLast()) ? Math.ceilDiv(size, lanes) : size;
        }
        return terms > BLOCK;
    }

    /** The declarations beside that of the accumulator. */
    List<Statement> declared() {
        return List.of(
                new Statement.DeclareVector(total, Lanewise.all(0)),
                new Statement.DeclareVector(lost, Lanewise.all(0)));
    }

    /** Ends a block. A total that is infinite has lost nothing that could be added again. */
    List<Statement> closed(Variables variables) {
        Variable block = variables.fresh("block");
        Variable sum = variables.fresh("sum");
        Variable rest = variables.fresh("rest");
        VectorValue cut = Lanewise.subtract(Lanewise.subtract(local(sum), local(total)), local(block));
        return List.of(
                new Statement.DeclareVector(block, Lanewise.subtract(local(accumulator), local(lost))),
                new Statement.DeclareVector(sum, Lanewise.add(local(total), local(block))),
                new Statement.DeclareVector(rest, cut),
                new Statement.AssignVector(
                        lost,
                        Lanewise.where(
                                Lanewise.compare(Primitive.EQ, local(rest), local(rest)),
                                local(rest),
                                Lanewise.all(0))),
                new Statement.AssignVector(total, local(sum)),
                new Statement.AssignVector(accumulator, Lanewise.all(0)));
    }

    /**
     * {@code for (first …) { for (axis = first; axis < first + length; axis += step) body  close }}, up to the bound.
     *
     * @param length a multiple of the step
     */
    static Statement blocks(
            LoopAxis axis,
            Place to,
            int step,
            int length,
            List<Statement> body,
            List<Statement> close,
            Variables variables) {
        Variable block = variables.fresh("first");
        Place next = Place.of(block).plus(length);
        List<Statement> inner = new ArrayList<>();
        Place end = next;
        if (!to.isConstant() || to.constant() % length != 0) {
            Variable last = variables.fresh("end");
            Expression least = Expression.apply(
                    ElementType.INT, Primitive.MIN, new Expression.Index(next), new Expression.Index(to));
            inner.add(new Statement.Declare(last, least));
            end = Place.of(last);
        }
        inner.add(new Statement.Loop(axis.variable(), Place.of(block), end, step, body));
        inner.addAll(close);
        return new Statement.Loop(block, Place.ZERO, to, length, inner);
    }

    /** The axis whose loop ends blocks, and how many of its rounds make one: what is inside has few terms. */
    record Cut(LoopAxis axis, int rounds) {
        static Cut of(List<LoopAxis> reduced) {
            int terms = 1;
            for (LoopAxis axis : reduced.reversed()) {
                boolean fits =
                        !axis.extent().isBatch() && (long) terms * axis.extent().fixedSize() <= BLOCK;
                if (!fits) {
                    return new Cut(axis, Math.max(1, BLOCK / terms));
                }
                terms *= axis.extent().fixedSize();
            }
            throw new IllegalArgumentException("no long sum: " + reduced);
        }
    }

    private static VectorValue local(Variable variable) {
        return new VectorValue.Local(ElementType.FLOAT, variable);
    }
}
