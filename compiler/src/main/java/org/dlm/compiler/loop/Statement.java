package org.dlm.compiler.loop;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;

/** A statement of a kernel's body. */
public sealed interface Statement {
    /** {@code for (variable = from; variable < to; variable += step)}. */
    record Loop(Variable variable, Place from, Place to, int step, List<Statement> body) implements Statement {
        public Loop {
            body = List.copyOf(body);
        }
    }

    /** A new local; {@link Assign} may change it. */
    record Declare(Variable variable, Expression value) implements Statement {}

    record Assign(Variable variable, Expression value) implements Statement {}

    record Store(int operand, Place at, Expression value) implements Statement {}

    /** {@code operand[at] += value}. */
    record Add(int operand, Place at, Expression value) implements Statement {}

    record If(Expression condition, List<Statement> then) implements Statement {
        public If {
            then = List.copyOf(then);
        }
    }

    /** A new vector local; {@link AssignVector} may change it. */
    record DeclareVector(Variable variable, VectorValue value) implements Statement {}

    record AssignVector(Variable variable, VectorValue value) implements Statement {}

    /** Stores the lanes of the mask, or all; a store never reaches over the end of a buffer. */
    record StoreVector(int operand, Place at, VectorValue value, Optional<VectorValue> mask) implements Statement {}

    /**
     * Statements that become a method of their own, called here: a short method that is called often is compiled sooner, and once.
     *
     * @param name what it does, as the end of the method's name
     */
    record Part(String name, List<Statement> body) implements Statement {
        public Part {
            body = List.copyOf(body);
        }
    }

    /** A {@link Part} that gives a number, the value of a new local. */
    record DeclareByPart(Variable variable, Expression result, String name, List<Statement> body) implements Statement {
        public DeclareByPart {
            body = List.copyOf(body);
        }
    }

    /** A line of explanation. */
    record Note(String text) implements Statement {
        @Override
        public boolean equals(Object other) {
            return other instanceof Note;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** The type of what a declaration declares. */
    static ElementType type(Declare declare) {
        return declare.value().type();
    }
}
