package org.dlm.runtime.program;

import java.util.Optional;
import org.dlm.runtime.model.Finite;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.ResultPort;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.problem.NotFiniteException;

/** An output that is not finite, and the search for the cause: an input of the same example, else a parameter, else the arithmetic. */
public final class OutputFailure {
    private static final String WAY_ON =
            ". Give finite numbers, or let such results through by allowNonFinite() of the session";

    private final ModelDescription model;
    private final Weights weights;
    private final ResultPort output;
    private final int example;
    private final Finite.Place place;
    private Optional<Finite.Place> input = Optional.empty();

    OutputFailure(ModelDescription model, Weights weights, ResultPort output, int index, double value) {
        this.model = model;
        this.weights = weights;
        this.output = output;
        int size = output.shape().size();
        this.example = index / size;
        this.place = new Finite.Place(output.name(), output.shape(), index % size, value);
    }

    /** An input from which a whole number would have been made that says nothing of it. */
    static NotFiniteException unseen(ModelDescription model, ResultPort output, String input, int index, double value) {
        Shape shape = shape(model, input);
        Finite.Place found = new Finite.Place(input, shape, index % shape.size(), value);
        return new NotFiniteException(
                output.name(),
                value,
                "the output " + output.name() + " of example " + index / shape.size()
                        + " would be computed from an input that is not finite: " + found + WAY_ON);
    }

    private static Shape shape(ModelDescription model, String input) {
        return model.ports().stream()
                .filter(port -> port.name().equals(input))
                .map(port -> port.shape())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no port is called " + input));
    }

    /** Looks at the same example of an input. */
    public void input(String name, float[] values) {
        Shape shape = shape(model, name);
        int from = example * shape.size();
        int at = Finite.firstOther(values, from, from + shape.size());
        if (at >= 0) {
            found(new Finite.Place(name, shape, at - from, values[at]));
        }
    }

    /** Looks at the same example of an input. */
    public void input(String name, double[] values) {
        Shape shape = shape(model, name);
        int from = example * shape.size();
        int at = Finite.firstOther(values, from, from + shape.size());
        if (at >= 0) {
            found(new Finite.Place(name, shape, at - from, values[at]));
        }
    }

    private void found(Finite.Place cause) {
        input = input.or(() -> Optional.of(cause));
    }

    /** The problem in a sentence. */
    public NotFiniteException exception() {
        return new NotFiniteException(
                output.name(),
                place.value(),
                "the output " + output.name() + " of example " + example + " is not finite: " + place + "; " + cause()
                        + WAY_ON);
    }

    private String cause() {
        return input.map(found -> "the cause is an input: " + found)
                .or(() -> parameter().map(found -> "all inputs are finite; the cause is a parameter: " + found))
                .orElse("all inputs and parameters are finite, so the cause is the model's own arithmetic: a number"
                        + " became too large, or had no value, as 0 / 0 has none");
    }

    private Optional<Finite.Place> parameter() {
        return weights.slots().stream()
                .filter(TensorSlot::trained)
                .flatMap(slot -> Finite.firstOther(weights, slot).stream())
                .findFirst();
    }
}
