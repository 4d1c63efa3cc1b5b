package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;
import org.dlm.compiler.lower.Variables;

/**
 * One sum over logical lanes: an accumulator of 16 partial sums in f32, 8 in f64, held in as many vectors as it takes.
 *
 * @param parts the first holds the first lanes
 * @param totals of a long sum, one for each part; else none
 */
record LaneSum(List<Variable> parts, List<LongSum> totals) {
    LaneSum {
        parts = List.copyOf(parts);
        totals = List.copyOf(totals);
    }

    static LaneSum of(Target target, Variables variables, boolean isLong) {
        List<Variable> parts = new ArrayList<>();
        for (int i = 0; i < target.parts(); i++) {
            parts.add(variables.fresh("acc"));
        }
        List<LongSum> totals =
                isLong ? parts.stream().map(part -> LongSum.of(part, variables)).toList() : List.of();
        return new LaneSum(parts, totals);
    }

    /** The declarations of the parts. */
    List<Statement> declared(Accumulation accumulation) {
        List<Statement> statements = new ArrayList<>();
        parts.forEach(part -> statements.add(new Statement.DeclareVector(part, accumulation.initial())));
        totals.forEach(total -> statements.addAll(total.declared()));
        return statements;
    }

    /** Ends a block of a long sum; nothing otherwise. */
    List<Statement> closed(Variables variables) {
        List<Statement> statements = new ArrayList<>();
        totals.forEach(total -> statements.addAll(total.closed(variables)));
        return statements;
    }

    /** One more vector of terms for a part; only in the lanes of the mask, where there is one. */
    Statement joined(Accumulation accumulation, int part, List<VectorValue> term, Optional<VectorValue> inside) {
        VectorValue before = local(parts.get(part));
        VectorValue joined = accumulation.joined(before, term);
        VectorValue kept = inside.map(
                        mask -> VectorValue.apply(ElementType.FLOAT, Primitive.WHERE, mask, joined, before))
                .orElse(joined);
        return new Statement.AssignVector(parts.get(part), kept);
    }

    /** The finished parts. */
    List<VectorValue> values() {
        List<Variable> finished =
                totals.isEmpty() ? parts : totals.stream().map(LongSum::total).toList();
        return finished.stream().map(LaneSum::local).toList();
    }

    private static VectorValue local(Variable variable) {
        return new VectorValue.Local(ElementType.FLOAT, variable);
    }
}
