package org.dlm.compiler.pipeline.random;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Precision;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;

/** Runs of what a model of steps can do besides training: sessions compute outputs, and the evaluation adds up measures. */
final class StepUses {
    /** Elements of a caller's array before a result and after it, which stay as they are. */
    private static final int MARGIN = 5;

    private final StepModel model;
    private final ModelFactory factory;
    private final Batch batch;
    private final Weights weights;
    private final Team team;

    StepUses(StepModel model, ModelFactory factory, Batch batch, Weights weights, Team team) {
        this.model = model;
        this.factory = factory;
        this.batch = batch;
        this.weights = weights;
        this.team = team;
    }

    /** The outputs and measures of each step that has some, by their places. */
    Map<Integer, List<StepRun.Found>> run() {
        Map<Integer, List<StepRun.Found>> found = new HashMap<>();
        int number = 0;
        for (int place : model.outputs().keySet()) {
            found.computeIfAbsent(place, key -> new ArrayList<>()).addAll(output(place, number++));
        }
        double[] sums = evaluate();
        for (int m = 0; m < sums.length; m++) {
            StepMeasures.Measure measure = model.measures().measures().get(m);
            found.computeIfAbsent(measure.place(), key -> new ArrayList<>())
                    .add(new StepRun.Found(
                            "measure " + measure.result().name(), wanted(measure, m), new double[] {sums[m]}));
        }
        return found;
    }

    /** The output of a step, computed twice by one session: what a session has computed once serves its next call. */
    private List<StepRun.Found> output(int place, int number) {
        StepProgram program = model.programs().get(place);
        Op op = model.outputs().get(place).value();
        BoundedTensor wanted = program.bounds().get(op);
        batch.filled(program.step().inputs().batch(), 0);
        InferenceProgram session =
                factory.inference(new ProgramRequest(weights, program.step().capacity(), team));
        session.allowNonFinite();
        StepRun.spoil(StepRun.field(session, "floats"));
        StepRun.spoil(StepRun.field(session, "ints"));
        List<StepRun.Found> found = new ArrayList<>();
        for (String which : List.of("first", "second")) {
            Object into = array(op, wanted.values().length + 2 * MARGIN);
            StepRun.spoil(into);
            compute(session, number, into);
            requireMargins(into);
            found.add(new StepRun.Found(
                    which + " output", wanted, StepRun.numbers(into, MARGIN, wanted.values().length)));
        }
        return found;
    }

    private Object array(Op op, int length) {
        if (op.type().element() != ElementType.FLOAT) {
            return new int[length];
        }
        return model.forms().precision() == Precision.F32 ? new float[length] : new double[length];
    }

    private void compute(InferenceProgram session, int number, Object into) {
        switch (into) {
            case float[] floats -> session.compute(number, batch, floats, MARGIN);
            case double[] doubles -> session.compute(number, batch, doubles, MARGIN);
            case int[] ints -> session.compute(number, batch, ints, MARGIN);
            default -> throw new IllegalArgumentException(into.toString());
        }
    }

    private static void requireMargins(Object into) {
        int length = Array.getLength(into);
        double[] numbers = StepRun.numbers(into, 0, length);
        double untouched = into instanceof int[] ? StepRun.FAR : Double.NaN;
        for (int k = 0; k < MARGIN; k++) {
            for (int at : new int[] {k, length - 1 - k}) {
                if (Double.compare(numbers[at], untouched) != 0) {
                    throw new IllegalStateException("writes beside an output, at " + (at - MARGIN));
                }
            }
        }
    }

    /** To a sum that is there already, measure by measure. */
    private double[] evaluate() {
        double[] sums = new double[model.measures().measures().size()];
        Arrays.setAll(sums, m -> m);
        batch.filled(model.measures().batch(), 0);
        EvaluationProgram evaluation =
                factory.evaluation(new ProgramRequest(weights, model.measures().batch(), team));
        StepRun.spoil(StepRun.field(evaluation, "floats"));
        StepRun.spoil(StepRun.field(evaluation, "ints"));
        evaluation.evaluate(batch, new StepContext(1, 1, 1), sums);
        return sums;
    }

    /** Sums of doubles: the errors of what is added, and where these are not exact, half a unit of the last place for each. */
    private BoundedTensor wanted(StepMeasures.Measure measure, int start) {
        Op op = measure.result().op();
        BoundedTensor values = model.programs().get(measure.place()).bounds().get(op);
        int times = op.type().batched() ? 1 : model.measures().batch();
        double sum = 0;
        double error = 0;
        double size = start;
        for (int k = 0; k < values.values().length; k++) {
            sum += values.values()[k];
            error += times * values.errors()[k];
            size += times * Math.abs(values.values()[k]);
        }
        double rounding = error == 0 ? 0 : (values.values().length + 2) * Math.ulp(size);
        return new BoundedTensor(new int[0], new double[] {start + times * sum}, new double[] {error + rounding});
    }
}
