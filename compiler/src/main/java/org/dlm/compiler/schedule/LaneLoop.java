package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.lower.LoopAxis;
import org.dlm.compiler.lower.Variables;

/** The loop of a sum over logical lanes along its axis: whole rounds of all lanes, then those terms that do not fill one. */
record LaneLoop(Target target, LoopAxis axis, Variables variables) {
    /** Makes the statements of one vector of terms. */
    interface Terms {
        /**
         * @param at the place of its first term along the axis
         * @param part which vector of the accumulator takes it
         * @param inside its lanes within the axis, where not all are
         */
        List<Statement> statements(Place at, int part, Optional<Expression> inside);

        /** The same for any accumulator. */
        interface OfSum {
            Terms of(LaneSum sum);
        }
    }

    /** All of the axis. */
    List<Statement> statements(Terms terms) {
        if (axis.extent().isBatch()) {
            return List.of(new Statement.Loop(
                    axis.variable(), Place.ZERO, axis.size(), target.logicalLanes(), maskedRound(terms)));
        }
        return from(Place.ZERO, axis.extent().fixedSize(), terms);
    }

    /** That many terms from a place on, all of which there are. */
    List<Statement> from(Place first, int count, Terms terms) {
        int round = target.logicalLanes();
        int whole = count - count % round;
        List<Statement> statements = new ArrayList<>();
        if (whole == round) {
            statements.addAll(round(terms, first));
        } else if (whole > 0) {
            List<Statement> body = round(terms, Place.of(axis.variable()));
            statements.add(new Statement.Loop(axis.variable(), first, first.plus(whole), round, body));
        }
        Place rest = first.plus(whole);
        for (int part = 0; whole + part * target.lanes() < count; part++) {
            boolean fits = whole + (part + 1) * target.lanes() <= count;
            statements.addAll(
                    fits
                            ? terms.statements(rest.plus(part * target.lanes()), part, Optional.empty())
                            : masked(terms, rest, part));
        }
        return statements;
    }

    /** That many terms from a place on, as far as the axis, whose size is not known, has them. */
    List<Statement> upTo(Place first, int count, Terms terms) {
        Expression inside = new Expression.Within(Place.of(axis.variable()), axis.size());
        return List.of(new Statement.Loop(
                axis.variable(),
                first,
                first.plus(count),
                target.logicalLanes(),
                List.of(new Statement.If(inside, maskedRound(terms)))));
    }

    private List<Statement> maskedRound(Terms terms) {
        List<Statement> statements = new ArrayList<>();
        for (int part = 0; part < target.parts(); part++) {
            statements.addAll(masked(terms, Place.of(axis.variable()), part));
        }
        return statements;
    }

    private List<Statement> round(Terms terms, Place first) {
        List<Statement> statements = new ArrayList<>();
        for (int part = 0; part < target.parts(); part++) {
            statements.addAll(terms.statements(first.plus(part * target.lanes()), part, Optional.empty()));
        }
        return statements;
    }

    private List<Statement> masked(Terms terms, Place first, int part) {
        Place at = first.plus(part * target.lanes());
        var inside = variables.fresh("inside");
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.Declare(inside, new Expression.InRange(at, axis.size())));
        statements.addAll(terms.statements(at, part, Optional.of(Expression.Local.vector(ElementType.BOOL, inside))));
        return statements;
    }
}
