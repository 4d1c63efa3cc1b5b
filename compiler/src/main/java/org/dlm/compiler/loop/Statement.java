package org.dlm.compiler.loop;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

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

    /**
     * Stores a number, or the lanes of a vector, all or those of a mask; a store never reaches over the end of a buffer.
     *
     * @param mask only of a vector
     */
    record Store(int operand, Place at, Expression value, Optional<Expression> mask) implements Statement {
        public Store(int operand, Place at, Expression value) {
            this(operand, at, value, Optional.empty());
        }
    }

    /** {@code operand[at] += value}. */
    record Add(int operand, Place at, Expression value) implements Statement {}

    record If(Expression condition, List<Statement> then) implements Statement {
        public If {
            then = List.copyOf(then);
        }
    }

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

    /** What this statement itself computes, without the statements inside. */
    default List<Expression> expressions() {
        return switch (this) {
            case Loop _, Part _ -> List.of();
            case Declare declare -> List.of(declare.value);
            case Assign assign -> List.of(assign.value);
            case Store store ->
                store.mask.map(mask -> List.of(store.value, mask)).orElse(List.of(store.value));
            case Add add -> List.of(add.value);
            case If choice -> List.of(choice.condition);
            case DeclareByPart part -> List.of(part.result);
        };
    }

    /** The places of this statement itself. */
    default List<Place> places() {
        return switch (this) {
            case Loop loop -> List.of(loop.from, loop.to);
            case Store store -> List.of(store.at);
            case Add add -> List.of(add.at);
            case Declare _, Assign _, If _, Part _, DeclareByPart _ -> List.of();
        };
    }

    /** The statements inside. */
    default List<Statement> inner() {
        return switch (this) {
            case Loop loop -> loop.body;
            case If choice -> choice.then;
            case Part part -> part.body;
            case DeclareByPart part -> part.body;
            case Declare _, Assign _, Store _, Add _ -> List.of();
        };
    }

    /** The same statement with its places, its expressions, and the statements inside replaced. */
    default Statement map(
            UnaryOperator<Place> places, UnaryOperator<Expression> values, UnaryOperator<List<Statement>> inner) {
        return switch (this) {
            case Loop loop ->
                new Loop(
                        loop.variable,
                        places.apply(loop.from),
                        places.apply(loop.to),
                        loop.step,
                        inner.apply(loop.body));
            case Declare declare -> new Declare(declare.variable, values.apply(declare.value));
            case Assign assign -> new Assign(assign.variable, values.apply(assign.value));
            case Store store ->
                new Store(store.operand, places.apply(store.at), values.apply(store.value), store.mask.map(values));
            case Add add -> new Add(add.operand, places.apply(add.at), values.apply(add.value));
            case If choice -> new If(values.apply(choice.condition), inner.apply(choice.then));
            case Part part -> new Part(part.name, inner.apply(part.body));
            case DeclareByPart part ->
                new DeclareByPart(part.variable, values.apply(part.result), part.name, inner.apply(part.body));
        };
    }
}
