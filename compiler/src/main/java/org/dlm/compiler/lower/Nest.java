package org.dlm.compiler.lower;

import java.util.List;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/** Loops around statements. */
public final class Nest {
    private Nest() {}

    /** The first axis outermost. */
    public static List<Statement> around(List<LoopAxis> axes, List<Statement> body) {
        List<Statement> nest = body;
        for (LoopAxis axis : axes.reversed()) {
            nest = List.of(new Statement.Loop(axis.variable(), Place.ZERO, axis.size(), 1, nest));
        }
        return nest;
    }

    /** The part {@code from .. to} of an axis. */
    public static List<Statement> part(LoopAxis axis, List<Statement> body) {
        return List.of(new Statement.Loop(axis.variable(), Place.of(Variable.FROM), Place.of(Variable.TO), 1, body));
    }
}
