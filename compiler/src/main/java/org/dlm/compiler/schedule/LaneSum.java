package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.lower.Variables;

/**
 * One sum over logical lanes: an accumulator of 16 partial sums in f32, 8 in f64, held in as many vectors as it takes.
 *
 * @param parts the first holds the first lanes
 */
record LaneSum(List<Variable> parts) {
    LaneSum {
        parts = List.copyOf(parts);
    }

    static LaneSum of(Target target, Variables variables) {
        List<Variable> parts = new ArrayList<>();
        for (int i = 0; i < target.parts(); i++) {
            parts.add(variables.fresh("acc"));
        }
        return new LaneSum(parts);
    }

    /** The declarations of the parts. */
    List<Statement> declared(Accumulation accumulation) {
        return parts.stream()
                .<Statement>map(part -> new Statement.Declare(part, accumulation.initial()))
                .toList();
    }

    /** One more vector of terms for a part; only in the lanes of the mask, where there is one. */
    Statement joined(Accumulation accumulation, int part, List<Expression> term, Optional<Expression> inside) {
        Expression before = value(part);
        Expression joined = accumulation.joined(before, term);
        Expression kept =
                inside.map(mask -> Lanewise.where(mask, joined, before)).orElse(joined);
        return new Statement.Assign(parts.get(part), kept);
    }

    private Expression value(int part) {
        return Expression.Local.vector(ElementType.FLOAT, parts.get(part));
    }

    List<Expression> values() {
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            values.add(value(i));
        }
        return values;
    }
}
