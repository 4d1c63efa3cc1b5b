package org.dlm.runtime.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.runtime.data.BatchStream;
import org.dlm.runtime.data.Split;
import org.dlm.runtime.model.Finite;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.StepContext;

/**
 * Measures whole splits: every loss and metric, averaged over the split's examples.
 *
 * <pre>{@code
 * double accuracy = new Evaluation(program).measure(data.split("test"), context).get("accuracy");
 * }</pre>
 */
public final class Evaluation {
    private final EvaluationProgram program;

    /** Measures with a program, in batches of its largest size. */
    public Evaluation(EvaluationProgram program) {
        this.program = program;
    }

    /** The measures of a split by name, the losses first. */
    public Map<String, Double> measure(Split split, StepContext context) {
        try (BatchStream batches = split.inOrder(program.maxBatch())) {
            return measure(batches, context);
        }
    }

    /**
     * A measure of one example that is not finite.
     *
     * @param measure its name
     * @param example the example's number in its split, from 0
     * @param value infinite or NaN
     */
    public record Outlier(String measure, int example, double value) {}

    /** The first example that alone makes a measure of its split infinite or NaN; absent where only several together do. */
    public Optional<Outlier> firstOutlier(Split split, StepContext context) {
        try (BatchStream batches = split.inOrder(1)) {
            batches.startEpoch(0);
            for (int example = 0; batches.advance(); example++) {
                double[] sums = new double[program.measures().size()];
                program.evaluate(batches.current(), context, sums);
                int found = Finite.firstOther(sums, 0, sums.length);
                if (found >= 0) {
                    return Optional.of(new Outlier(program.measures().get(found), example, sums[found]));
                }
            }
            return Optional.empty();
        }
    }

    private Map<String, Double> measure(BatchStream batches, StepContext context) {
        List<String> names = program.measures();
        double[] sums = new double[names.size()];
        batches.startEpoch(0);
        while (batches.advance()) {
            program.evaluate(batches.current(), context, sums);
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        for (int m = 0; m < sums.length; m++) {
            measures.put(names.get(m), sums[m] / batches.examples());
        }
        return measures;
    }
}
