package org.dlm.compiler.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Variable;

/**
 * The cache lines of one operand that loops touch. The elements of {@code x[b * 784 + k * 28 + u]} are runs that follow each other in
 * memory, each as long as the loops with small strides make it, and as many as the other loops and the constants of unrolled accesses
 * make them; all of them are within what is between the first and the last one, and within the operand.
 */
final class Footprint {
    private static final double LINE = 64;

    private final double elementBytes;
    private final double operandElements;

    Footprint(double elementBytes, double operandElements) {
        this.elementBytes = elementBytes;
        this.operandElements = operandElements;
    }

    /** An access with the loops around that go round. */
    record Reach(Access access, List<LoopNode> loops) {}

    /** Accesses whose places differ by constants only. */
    private record Alike(List<Place.Term> terms, List<LoopNode> loops, int elements) {}

    /** An index that runs: how far it moves a place in a round, and how often. */
    private record Run(double stride, double rounds) {
        double length() {
            return stride * (rounds - 1);
        }
    }

    /** In bytes, of all accesses together. */
    double bytes(List<Reach> reaches) {
        Map<Alike, TreeSet<Integer>> alike = new LinkedHashMap<>();
        for (Reach reach : reaches) {
            Access access = reach.access();
            alike.computeIfAbsent(
                            new Alike(access.at().terms(), reach.loops(), access.elements()), key -> new TreeSet<>())
                    .add(access.at().constant());
        }
        double sum = 0;
        for (Map.Entry<Alike, TreeSet<Integer>> each : alike.entrySet()) {
            sum += bytes(each.getKey(), each.getValue());
        }
        return Math.min(sum, lines(operandElements) * LINE);
    }

    private double bytes(Alike alike, TreeSet<Integer> constants) {
        List<Run> runs = runs(alike);
        double span = constants.last() - constants.first() + alike.elements();
        double count = 1;
        double length = alike.elements();
        int last = constants.first();
        double clusters = 1;
        for (int constant : constants) {
            clusters += constant - last > alike.elements() ? 1 : 0;
            last = constant;
        }
        length = Math.min(span, constants.size() * length / clusters);
        for (Run run : runs) {
            span += run.length();
            if (run.stride() <= length) {
                length += run.length();
            } else {
                count *= run.rounds();
            }
        }
        // what the unrolled accesses reach apart grows together where the runs are long enough
        double elements = Math.min(span, clusters * count * length);
        double ofRuns = clusters * count * lines(length);
        return Math.min(ofRuns, Math.max(lines(span), lines(elements))) * LINE;
    }

    private double lines(double elements) {
        return Math.ceil(elements * elementBytes / LINE);
    }

    /** Small strides first. */
    private List<Run> runs(Alike alike) {
        List<Run> runs = new ArrayList<>();
        for (LoopNode loop : alike.loops()) {
            double stride = 0;
            for (Place.Term term : alike.terms()) {
                stride = Math.max(stride, Math.abs(term.coefficient()) * stride(term.factor(), loop));
            }
            if (stride > 0 && loop.rounds() > 1) {
                runs.add(new Run(stride, Math.min(loop.rounds(), 1 + operandElements / stride)));
            }
        }
        runs.sort(Comparator.comparingDouble(Run::stride));
        return runs;
    }

    /** How far a round moves a factor, on average; data may be anywhere, which a long stride stands for. */
    private double stride(Place.Factor factor, LoopNode loop) {
        return switch (factor) {
            case Place.Factor.Of of -> of.variable().equals(loop.variable()) ? loop.step() : 0;
            case Place.Factor.Quotient quotient -> stride(quotient.of(), loop.variable()) * loop.step() / quotient.by();
            case Place.Factor.Remainder remainder ->
                Math.min(stride(remainder.of(), loop.variable()) * loop.step(), remainder.by() / loop.rounds());
            case Place.Factor.Data data -> data.value().mentions(loop.variable()) ? 1 : 0;
        };
    }

    private static double stride(Place place, Variable variable) {
        return Math.abs(place.coefficient(variable));
    }
}
