package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.VectorValue;
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
        List<Statement> statements(Place at, int part, Optional<VectorValue> inside);
    }

    List<Statement> statements(Terms terms) {
        int round = target.logicalLanes();
        if (axis.extent().isBatch()) {
            List<Statement> body = new ArrayList<>();
            for (int part = 0; part < target.parts(); part++) {
                body.addAll(masked(terms, Place.of(axis.variable()), part));
            }
            return List.of(new Statement.Loop(axis.variable(), Place.ZERO, axis.size(), round, body));
        }
        int size = axis.extent().fixedSize();
        int whole = size - size % round;
        List<Statement> statements = new ArrayList<>();
        if (whole == round) {
            statements.addAll(round(terms, Place.ZERO));
        } else if (whole > 0) {
            List<Statement> body = round(terms, Place.of(axis.variable()));
            statements.add(new Statement.Loop(axis.variable(), Place.ZERO, Place.constant(whole), round, body));
        }
        for (int part = 0; whole + part * target.lanes() < size; part++) {
            boolean fits = whole + (part + 1) * target.lanes() <= size;
            statements.addAll(
                    fits
                            ? terms.statements(Place.constant(whole + part * target.lanes()), part, Optional.empty())
                            : masked(terms, Place.constant(whole), part));
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
        statements.add(new Statement.DeclareVector(inside, new VectorValue.InRange(at, axis.size())));
        statements.addAll(terms.statements(at, part, Optional.of(new VectorValue.Local(ElementType.BOOL, inside))));
        return statements;
    }
}
