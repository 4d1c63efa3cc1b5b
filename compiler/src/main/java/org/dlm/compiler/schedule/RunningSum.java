package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.Width;
import org.dlm.compiler.lower.Compensation;
import org.dlm.compiler.lower.Variables;

/**
 * A vector of which each lane is a reduction of its own, term after term; a long sum carries along what its additions have lost
 * as {@link Compensation} does.
 *
 * @param lost what is still to be taken from the next term
 */
record RunningSum(Variable sum, Optional<Variable> lost) {
    static RunningSum plain(Variables variables) {
        return new RunningSum(variables.fresh("acc"), Optional.empty());
    }

    static RunningSum compensated(Variables variables) {
        return new RunningSum(variables.fresh("acc"), Optional.of(variables.fresh("lost")));
    }

    Expression value() {
        return Expression.Local.vector(ElementType.FLOAT, sum);
    }

    private Optional<Compensation> compensation() {
        return lost.map(variable -> new Compensation(sum, variable, Width.VECTOR));
    }

    List<Statement> declared(Accumulation accumulation) {
        return compensation()
                .map(Compensation::declared)
                .orElseGet(() -> List.of(new Statement.Declare(sum, accumulation.initial())));
    }

    /** After one more term. */
    List<Statement> joined(Accumulation accumulation, List<Expression> term, Variables variables) {
        return compensation()
                .map(sums -> sums.plus(term.getFirst(), variables))
                .orElseGet(() -> List.of(new Statement.Assign(sum, accumulation.joined(value(), term))));
    }
}
