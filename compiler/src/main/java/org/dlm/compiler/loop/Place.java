package org.dlm.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An int {@code sum(coefficient * factor) + constant}: an element's distance from the start of its operand, or the bound of a
 * loop. Terms stand in the order in which they arose, none has the coefficient 0, no factor occurs twice.
 */
public record Place(List<Term> terms, int constant) {
    public static final Place ZERO = constant(0);

    public Place {
        terms = List.copyOf(terms);
    }

    /** One summand. */
    public record Term(int coefficient, Factor factor) {}

    /** What a place is a sum of. */
    public sealed interface Factor {
        record Of(Variable variable) implements Factor {}

        /** {@code floor(of / by)}. */
        record Quotient(Place of, int by) implements Factor {}

        /** {@code of - by * floor(of / by)}. */
        record Remainder(Place of, int by) implements Factor {}

        /**
         * A place read from data, in {@code 0 .. size}.
         *
         * @param checked whether the generated code must check that; not where a guard does
         */
        record Data(Expression value, Place size, boolean checked) implements Factor {}
    }

    public static Place constant(int value) {
        return new Place(List.of(), value);
    }

    public static Place of(Variable variable) {
        return of(new Factor.Of(variable));
    }

    public static Place of(Factor factor) {
        return new Place(List.of(new Term(1, factor)), 0);
    }

    public Place plus(Place other) {
        List<Term> sum = new ArrayList<>(terms);
        for (Term term : other.terms) {
            int at = indexOf(sum, term.factor);
            if (at < 0) {
                sum.add(term);
            } else {
                sum.set(at, new Term(Math.addExact(sum.get(at).coefficient, term.coefficient), term.factor));
            }
        }
        sum.removeIf(term -> term.coefficient == 0);
        return new Place(sum, Math.addExact(constant, other.constant));
    }

    public Place plus(int value) {
        return new Place(terms, Math.addExact(constant, value));
    }

    public Place times(int by) {
        if (by == 0) {
            return ZERO;
        }
        List<Term> product = terms.stream()
                .map(term -> new Term(Math.multiplyExact(term.coefficient, by), term.factor))
                .toList();
        return new Place(product, Math.multiplyExact(constant, by));
    }

    public boolean isConstant() {
        return terms.isEmpty();
    }

    /** The coefficient of a variable at the top of the sum; 0 where it does not occur there. */
    public int coefficient(Variable variable) {
        return terms.stream()
                .filter(term -> term.factor.equals(new Factor.Of(variable)))
                .mapToInt(Term::coefficient)
                .findFirst()
                .orElse(0);
    }

    /** Whether the variable occurs at all. */
    public boolean mentions(Variable variable) {
        return terms.stream().anyMatch(term -> switch (term.factor) {
            case Factor.Of of -> of.variable.equals(variable);
            case Factor.Quotient quotient -> quotient.of.mentions(variable);
            case Factor.Remainder remainder -> remainder.of.mentions(variable);
            case Factor.Data data -> data.value.mentions(variable);
        });
    }

    /** Whether the variable occurs, if it does, only at the top of the sum. */
    public boolean linear(Variable variable) {
        Place rest = plus(of(variable).times(-coefficient(variable)));
        return !rest.mentions(variable);
    }

    /** Puts a place for variables. */
    public Place substitute(Function<Variable, Place> places) {
        return map(places, value -> value.substitute(places));
    }

    /** Puts other locals for those in data. */
    public Place rename(Map<Variable, Variable> names) {
        return map(Place::of, value -> value.rename(names));
    }

    private Place map(Function<Variable, Place> variables, UnaryOperator<Expression> values) {
        Place sum = constant(constant);
        for (Term term : terms) {
            Place factor = switch (term.factor) {
                case Factor.Of of -> variables.apply(of.variable);
                case Factor.Quotient quotient -> quotient(quotient.of.map(variables, values), quotient.by);
                case Factor.Remainder remainder -> remainder(remainder.of.map(variables, values), remainder.by);
                case Factor.Data data -> of(new Factor.Data(values.apply(data.value), data.size, data.checked));
            };
            sum = sum.plus(factor.times(term.coefficient));
        }
        return sum;
    }

    /** What is read from data. */
    public List<Factor.Data> data() {
        return terms.stream()
                .flatMap(term -> switch (term.factor) {
                    case Factor.Of _ -> Stream.empty();
                    case Factor.Quotient quotient -> quotient.of.data().stream();
                    case Factor.Remainder remainder -> remainder.of.data().stream();
                    case Factor.Data data -> Stream.of(data);
                })
                .toList();
    }

    /** {@code floor(this / by)}: what is surely divisible is divided, the rest is left under a quotient. */
    public Place dividedBy(int by) {
        Place whole = new Place(
                terms.stream().filter(term -> term.coefficient % by == 0).toList(), 0);
        Place rest = plus(whole.times(-1));
        Place divided = new Place(
                whole.terms.stream()
                        .map(term -> new Term(term.coefficient / by, term.factor))
                        .toList(),
                0);
        return divided.plus(by == 1 ? rest : quotient(rest, by));
    }

    /** Whether this is a sum of what is not negative, so that it cannot be; variables never are. */
    public boolean neverNegative() {
        return constant >= 0
                && terms.stream()
                        .allMatch(term -> term.coefficient >= 0
                                && switch (term.factor) {
                                    case Factor.Of of -> true;
                                    case Factor.Quotient quotient -> quotient.of.neverNegative();
                                    case Factor.Remainder remainder -> true;
                                    case Factor.Data data -> true;
                                });
    }

    private static Place quotient(Place of, int by) {
        return of.isConstant() ? constant(Math.floorDiv(of.constant, by)) : of(new Factor.Quotient(of, by));
    }

    private static Place remainder(Place of, int by) {
        return of.isConstant() ? constant(Math.floorMod(of.constant, by)) : of(new Factor.Remainder(of, by));
    }

    /** {@code b * 784 + i + 3}, with operands by their numbers. */
    @Override
    public String toString() {
        return ExpressionPrinter.NUMBERED.print(this);
    }

    private static int indexOf(List<Term> terms, Factor factor) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).factor.equals(factor)) {
                return i;
            }
        }
        return -1;
    }
}
