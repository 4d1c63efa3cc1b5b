package org.dlm.compiler.graph;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A place {@code sum(coefficient * term) + constant}: affine in the axes of the op and in quotients and remainders of such.
 * {@code i * stride + u - before} is one; no coefficient is 0.
 */
public record Affine(SortedMap<IndexTerm, Integer> coefficients, int constant) implements Subscript {
    public Affine {
        TreeMap<IndexTerm, Integer> kept = new TreeMap<>(coefficients);
        if (kept.containsValue(0)) {
            kept.values().removeIf(c -> c == 0);
        }
        coefficients = Collections.unmodifiableSortedMap(kept);
    }

    /** As a record's own, which is slow until the JVM has compiled it; a compilation compares and looks up very often. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Affine that && constant == that.constant && coefficients.equals(that.coefficients);
    }

    @Override
    public int hashCode() {
        return 31 * coefficients.hashCode() + constant;
    }

    public static Affine constant(int value) {
        return new Affine(Collections.emptySortedMap(), value);
    }

    public static Affine axis(int axis) {
        return of(new IndexTerm.AxisTerm(axis));
    }

    public static Affine of(IndexTerm term) {
        TreeMap<IndexTerm, Integer> one = new TreeMap<>();
        one.put(term, 1);
        return new Affine(one, 0);
    }

    public Affine plus(Affine other) {
        TreeMap<IndexTerm, Integer> sum = new TreeMap<>(coefficients);
        other.coefficients.forEach((term, c) -> sum.merge(term, c, Math::addExact));
        return new Affine(sum, Math.addExact(constant, other.constant));
    }

    public Affine plus(int value) {
        return new Affine(coefficients, Math.addExact(constant, value));
    }

    public Affine minus(Affine other) {
        return plus(other.times(-1));
    }

    public Affine times(int factor) {
        TreeMap<IndexTerm, Integer> product = new TreeMap<>();
        coefficients.forEach((term, c) -> product.put(term, Math.multiplyExact(c, factor)));
        return new Affine(product, Math.multiplyExact(constant, factor));
    }

    /** {@code floor(this / by)}, simplified where the coefficients divide. */
    public Affine dividedBy(int by) {
        if (by == 1) {
            return this;
        }
        if (isConstant()) {
            return constant(Math.floorDiv(constant, by));
        }
        Affine divisible = divisiblePart(by);
        Affine rest = minus(divisible);
        Affine whole = divisible.exactlyDividedBy(by);
        return rest.isConstant()
                ? whole.plus(Math.floorDiv(rest.constant, by))
                : whole.plus(of(new IndexTerm.Quotient(rest, by)));
    }

    /** {@code this - by * floor(this / by)}, simplified where the coefficients divide. */
    public Affine modulo(int by) {
        Affine rest = minus(divisiblePart(by));
        return rest.isConstant() ? constant(Math.floorMod(rest.constant, by)) : of(new IndexTerm.Remainder(rest, by));
    }

    public boolean isConstant() {
        return coefficients.isEmpty();
    }

    /** Whether there are axes only, no quotients and remainders. */
    public boolean isLinear() {
        for (IndexTerm term : coefficients.keySet()) {
            if (!(term instanceof IndexTerm.AxisTerm)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this is exactly one axis with coefficient 1 and no constant. */
    public boolean isAxis(int axis) {
        return constant == 0 && coefficients.size() == 1 && coefficient(axis) == 1;
    }

    /** The coefficient of an axis at the top of the sum; 0 where it does not occur there. */
    public int coefficient(int axis) {
        return coefficients.getOrDefault(new IndexTerm.AxisTerm(axis), 0);
    }

    /** Whether the axis occurs anywhere, also below quotients and remainders. */
    public boolean mentions(int axis) {
        for (IndexTerm term : coefficients.keySet()) {
            boolean mentioned = switch (term) {
                case IndexTerm.AxisTerm a -> a.axis() == axis;
                case IndexTerm.Quotient q -> q.of().mentions(axis);
                case IndexTerm.Remainder r -> r.of().mentions(axis);
            };
            if (mentioned) {
                return true;
            }
        }
        return false;
    }

    /** Puts a place for every axis. */
    public Affine substitute(IntFunction<Affine> places) {
        Affine sum = constant(constant);
        for (Map.Entry<IndexTerm, Integer> entry : coefficients.entrySet()) {
            Affine term = switch (entry.getKey()) {
                case IndexTerm.AxisTerm a -> places.apply(a.axis());
                case IndexTerm.Quotient q -> q.of().substitute(places).dividedBy(q.by());
                case IndexTerm.Remainder r -> r.of().substitute(places).modulo(r.by());
            };
            sum = sum.plus(term.times(entry.getValue()));
        }
        return sum;
    }

    /** The value for given values of the axes. */
    public int evaluate(int[] axes) {
        int sum = constant;
        for (Map.Entry<IndexTerm, Integer> entry : coefficients.entrySet()) {
            int term = switch (entry.getKey()) {
                case IndexTerm.AxisTerm a -> axes[a.axis()];
                case IndexTerm.Quotient q -> Math.floorDiv(q.of().evaluate(axes), q.by());
                case IndexTerm.Remainder r -> Math.floorMod(r.of().evaluate(axes), r.by());
            };
            sum += entry.getValue() * term;
        }
        return sum;
    }

    @Override
    public String toString() {
        String sum = coefficients.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey().toString() : e.getValue() + " * " + e.getKey())
                .collect(Collectors.joining(" + "));
        if (sum.isEmpty()) {
            return Integer.toString(constant);
        }
        return constant == 0 ? sum : constant > 0 ? sum + " + " + constant : sum + " - " + -constant;
    }

    private Affine divisiblePart(int by) {
        TreeMap<IndexTerm, Integer> part = new TreeMap<>();
        coefficients.forEach((term, c) -> {
            if (c % by == 0) {
                part.put(term, c);
            }
        });
        return new Affine(part, 0);
    }

    private Affine exactlyDividedBy(int by) {
        TreeMap<IndexTerm, Integer> part = new TreeMap<>();
        coefficients.forEach((term, c) -> part.put(term, c / by));
        return new Affine(part, constant / by);
    }
}
