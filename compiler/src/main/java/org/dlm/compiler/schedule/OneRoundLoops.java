package org.dlm.compiler.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Place;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Variable;

/**
 * Takes away loops that go round once, or never: axes of extent 1, and tiles that are as wide as their axis.
 *
 * <pre>{@code
 * for (c = 0; c < 1; c++) { y[b * 784 + c * 784 + i] := x }   =>   y[b * 784 + i] := x
 * }</pre>
 */
final class OneRoundLoops {
    private final Function<Variable, Place> places;

    private OneRoundLoops(Function<Variable, Place> places) {
        this.places = places;
    }

    static Kernel without(Kernel kernel) {
        return kernel.with(new OneRoundLoops(Place::of).statements(kernel.body()));
    }

    private List<Statement> statements(List<Statement> statements) {
        List<Statement> kept = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement instanceof Statement.Loop loop) {
                kept.addAll(loop(loop));
            } else {
                kept.add(inPlaces(statement));
            }
        }
        return kept;
    }

    private Statement inPlaces(Statement statement) {
        return statement.map(place -> place.substitute(places), value -> value.substitute(places), this::statements);
    }

    private List<Statement> loop(Statement.Loop loop) {
        Place from = loop.from().substitute(places);
        Place extent = loop.to().substitute(places).plus(from.times(-1));
        if (!extent.isConstant() || extent.constant() > loop.step()) {
            return List.of(inPlaces(loop));
        }
        return extent.constant() <= 0
                ? List.of()
                : new OneRoundLoops(variable -> variable.equals(loop.variable()) ? from : places.apply(variable))
                        .statements(loop.body());
    }
}
