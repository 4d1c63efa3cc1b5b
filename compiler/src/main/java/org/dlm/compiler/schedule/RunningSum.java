package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;
import org.dlm.compiler.loop.VectorValue;
import org.dlm.compiler.lower.Variables;

/**
 * A vector of which each lane is a reduction of its own, term after term; a long sum carries along what its additions have lost
 * as {@link org.dlm.compiler.lower.Compensation} does.
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

    VectorValue value() {
        return local(sum);
    }

    List<Statement> declared(Accumulation accumulation) {
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement.DeclareVector(sum, accumulation.initial()));
        lost.ifPresent(variable -> statements.add(new Statement.DeclareVector(variable, zero())));
        return statements;
    }

    /** After one more term. */
    List<Statement> joined(Accumulation accumulation, List<VectorValue> term, Variables variables) {
        if (lost.isEmpty()) {
            return List.of(new Statement.AssignVector(sum, accumulation.joined(value(), term)));
        }
        Variable rest = lost.get();
        Variable next = variables.fresh("next");
        Variable total = variables.fresh("total");
        VectorValue gone = minus(minus(local(total), value()), local(next));
        return List.of(
                new Statement.DeclareVector(next, minus(term.getFirst(), local(rest))),
                new Statement.DeclareVector(
                        total, VectorValue.apply(ElementType.FLOAT, Primitive.ADD, value(), local(next))),
                new Statement.AssignVector(rest, finite(gone)),
                new Statement.AssignVector(sum, local(total)));
    }

    /** Nothing is lost of an infinite sum, and infinity minus itself is no number. */
    private static VectorValue finite(VectorValue lost) {
        VectorValue isNumber = VectorValue.apply(ElementType.BOOL, Primitive.EQ, lost, lost);
        return VectorValue.apply(ElementType.FLOAT, Primitive.WHERE, isNumber, lost, zero());
    }

    private static VectorValue minus(VectorValue a, VectorValue b) {
        return VectorValue.apply(ElementType.FLOAT, Primitive.SUBTRACT, a, b);
    }

    private static VectorValue zero() {
        return new VectorValue.Broadcast(Expression.constant(ElementType.FLOAT, 0));
    }

    private static VectorValue local(Variable variable) {
        return new VectorValue.Local(ElementType.FLOAT, variable);
    }
}
