package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Compensation;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.Nest;
import org.dlm.compiler.lower.Variables;

/**
 * One sum of many terms over logical lanes. Added one after the other, a million equal floats are off by 6e-4: each lane rounds
 * in the same direction tens of thousands of times. So the terms are cut into blocks, each is summed and joined on its own, and
 * the sums of the blocks are added with {@link Compensation}. The error is then that of one block,
 * 32 additions in each lane, whatever the length.
 *
 * <pre>{@code
 * for block: sum = sum + block(…), compensated
 * }</pre>
 *
 * <p>A block is a method of its own and gives a number, so that no vector lives across a loop of loops.
 */
final class LongSum {
    private static final int ADDITIONS = 32;

    private final Target target;
    private final List<LoopAxis> reduced;
    private final Variables variables;
    private final int most;

    /** @param reduced the axes that are summed over; lanes lie along the last */
    LongSum(Target target, List<LoopAxis> reduced, Variables variables) {
        this.target = target;
        this.reduced = reduced;
        this.variables = variables;
        this.most = ADDITIONS * target.logicalLanes();
    }

    /** Whether there are more terms than a block has; a batch may be large. */
    boolean isLong() {
        return cut().isPresent();
    }

    /** The axis that is cut: with all of it there are too many terms, with those behind it not. */
    private Optional<Integer> cut() {
        long terms = 1;
        for (int axis = reduced.size() - 1; axis >= 0; axis--) {
            if (reduced.get(axis).extent().isBatch()) {
                return Optional.of(axis);
            }
            terms *= reduced.get(axis).extent().fixedSize();
            if (terms > most) {
                return Optional.of(axis);
            }
        }
        return Optional.empty();
    }

    private int termsBehind(int axis) {
        return reduced.subList(axis + 1, reduced.size()).stream()
                .mapToInt(behind -> behind.extent().fixedSize())
                .reduce(1, Math::multiplyExact);
    }

    /** The sum as a local; the statements that compute it are added. */
    Expression sum(Accumulation accumulation, LaneLoop.Terms.OfSum terms, List<Statement> statements) {
        Compensation sum = new Compensation(variables.fresh("sum"), variables.fresh("lost"));
        statements.addAll(sum.declared());
        int axis = cut().orElseThrow();
        List<Statement> blocks = axis == reduced.size() - 1
                ? alongLanes(accumulation, terms, sum)
                : acrossLanes(axis, accumulation, terms, sum);
        statements.addAll(Nest.around(reduced.subList(0, axis), blocks));
        return new Expression.Local(ElementType.FLOAT, sum.sum());
    }

    /** Blocks of whole rounds of lanes, and one of what is left. */
    private List<Statement> alongLanes(Accumulation accumulation, LaneLoop.Terms.OfSum terms, Compensation sum) {
        LoopAxis lanes = reduced.getLast();
        Variable block = variables.fresh("block");
        LaneLoop loop = new LaneLoop(target, lanes, variables);
        if (lanes.extent().isBatch()) {
            List<Statement> body = block(accumulation, s -> loop.upTo(Place.of(block), most, terms.of(s)), sum);
            return List.of(new Statement.Loop(block, Place.ZERO, lanes.size(), most, body));
        }
        int size = lanes.extent().fixedSize();
        int whole = size - size % most;
        List<Statement> statements = new ArrayList<>();
        List<Statement> body = block(accumulation, s -> loop.from(Place.of(block), most, terms.of(s)), sum);
        statements.add(new Statement.Loop(block, Place.ZERO, Place.constant(whole), most, body));
        if (whole < size) {
            statements.addAll(
                    block(accumulation, s -> loop.from(Place.constant(whole), size - whole, terms.of(s)), sum));
        }
        return statements;
    }

    /** Blocks of some rounds of an outer axis, with all of the axes behind it. */
    private List<Statement> acrossLanes(
            int axis, Accumulation accumulation, LaneLoop.Terms.OfSum terms, Compensation sum) {
        LoopAxis outer = reduced.get(axis);
        int step = Math.max(1, most / termsBehind(axis));
        LaneLoop loop = new LaneLoop(target, reduced.getLast(), variables);
        List<LoopAxis> inner = reduced.subList(axis + 1, reduced.size() - 1);
        if (step == 1) {
            return Nest.around(
                    List.of(outer), block(accumulation, s -> Nest.around(inner, loop.statements(terms.of(s))), sum));
        }
        Variable block = variables.fresh("block");
        boolean isWhole = !outer.extent().isBatch() && outer.extent().fixedSize() % step == 0;
        List<Statement> body = block(
                accumulation,
                s -> {
                    List<Statement> nest = Nest.around(inner, loop.statements(terms.of(s)));
                    Expression inside = new Expression.Within(Place.of(outer.variable()), outer.size());
                    return List.of(new Statement.Loop(
                            outer.variable(),
                            Place.of(block),
                            Place.of(block).plus(step),
                            1,
                            isWhole ? nest : List.of(new Statement.If(inside, nest))));
                },
                sum);
        return List.of(new Statement.Loop(block, Place.ZERO, outer.size(), step, body));
    }

    /** Makes the statements that add the terms of a block to lanes. */
    private interface Block {
        List<Statement> statements(LaneSum lanes);
    }

    private List<Statement> block(Accumulation accumulation, Block block, Compensation sum) {
        LaneSum lanes = LaneSum.of(target, variables);
        List<Statement> inside = new ArrayList<>(lanes.declared(accumulation));
        inside.addAll(block.statements(lanes));
        Expression joined = new LaneJoining(target, variables)
                .joined(accumulation.join(), List.of(lanes), inside)
                .getFirst();
        Variable part = variables.fresh("part");
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.DeclareByPart(part, joined, "Block", inside));
        statements.addAll(sum.plus(new Expression.Local(ElementType.FLOAT, part), variables));
        return statements;
    }
}
