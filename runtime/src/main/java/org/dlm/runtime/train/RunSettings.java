package org.dlm.runtime.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.runtime.model.Hyper;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.program.RecipeDescription;

/**
 * The numbers of a run: a recipe's own, unless the user says otherwise.
 *
 * <pre>{@code
 * RunSettings settings = RunSettings.of(recipe).withEpochs(2).withHyper("lr", 1e-2);
 * }</pre>
 */
public final class RunSettings {
    private final int epochs;
    private final int batch;
    private final long seed;
    private final List<Hyper> hypers;
    private final List<Double> values;

    private RunSettings(int epochs, int batch, long seed, List<Hyper> hypers, List<Double> values) {
        this.epochs = atLeastOne("epochs", epochs);
        this.batch = atLeastOne("batch", batch);
        this.seed = seed;
        this.hypers = hypers;
        this.values = List.copyOf(values);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new ProblemException(name + " is " + value + ", but at least 1 is needed");
        }
        return value;
    }

    /** As the recipe has it. */
    public static RunSettings of(RecipeDescription recipe) {
        return new RunSettings(
                recipe.epochs(),
                recipe.batch(),
                recipe.seed(),
                recipe.hypers(),
                recipe.hypers().stream().map(Hyper::start).toList());
    }

    /** With another number of epochs. */
    public RunSettings withEpochs(int value) {
        return new RunSettings(value, batch, seed, hypers, values);
    }

    /** With another number of examples in a step. */
    public RunSettings withBatch(int value) {
        return new RunSettings(epochs, value, seed, hypers, values);
    }

    /** With another seed. */
    public RunSettings withSeed(long value) {
        return new RunSettings(epochs, batch, value, hypers, values);
    }

    /** With another value of a run-time number. */
    public RunSettings withHyper(String name, double value) {
        List<String> names = hypers.stream().map(Hyper::name).toList();
        int number = names.indexOf(name);
        if (number < 0) {
            throw new ProblemException("there is no hyper called " + name + "; "
                    + (names.isEmpty()
                            ? "neither the model nor the recipe declares one"
                            : "there is " + String.join(", ", names)));
        }
        Hyper hyper = hypers.get(number);
        if (!hyper.range().contains(value)) {
            throw new ProblemException("hyper " + name + " = " + value + " is not in "
                    + hyper.range().text());
        }
        List<Double> changed = new ArrayList<>(values);
        changed.set(number, value);
        return new RunSettings(epochs, batch, seed, hypers, changed);
    }

    /** How often the training split is gone through. */
    public int epochs() {
        return epochs;
    }

    /** Examples in a step. */
    public int batch() {
        return batch;
    }

    /** Seed of start values, draws and orders. */
    public long seed() {
        return seed;
    }

    /** Values of the run-time numbers, in the order of {@link RecipeDescription#hypers()}. */
    public double[] hyperValues() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Values of the run-time numbers by name. */
    public Map<String, Double> hypersByName() {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int h = 0; h < hypers.size(); h++) {
            byName.put(hypers.get(h).name(), values.get(h));
        }
        return byName;
    }
}
