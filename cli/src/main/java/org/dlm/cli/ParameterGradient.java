package org.dlm.cli;

import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;

/**
 * How the gradient of one parameter compares: a is derived, n numeric, both over the tried values that do not bend.
 *
 * @param path the parameter's path
 * @param shape its shape
 * @param tried how many values were tried
 * @param bends at how many of them the loss bends
 * @param difference |a - n|
 * @param norm |a|
 * @param numericNorm |n|
 * @param noise what |a - n| may be by rounding alone
 * @param worst the value (by its row-major place) at which a and n differ most
 * @param worstDerived a there
 * @param worstNumeric n there
 */
record ParameterGradient(
        String path,
        Shape shape,
        int tried,
        int bends,
        double difference,
        double norm,
        double numericNorm,
        double noise,
        int worst,
        double worstDerived,
        double worstNumeric) {

    /** What is concluded. */
    enum Verdict {
        GOOD("ok"),
        ZERO("zero"),
        WRONG("WRONG"),
        UNDECIDED("UNDECIDED");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean isFailure() {
            return this == WRONG || this == UNDECIDED;
        }
    }

    /** |a - n| / (|a| + |n|); 0 where both are zero but for rounding. */
    double ratio() {
        return isZero() ? 0 : difference / (norm + numericNorm);
    }

    /** A parameter without influence: such as a bias that a normalisation takes away again. */
    private boolean isZero() {
        return norm + numericNorm <= noise;
    }

    /** The noise matters only where the loss bends so often that small steps were needed. */
    Verdict verdict(double tolerance) {
        if (bends == tried) {
            return Verdict.UNDECIDED;
        }
        if (isZero()) {
            return Verdict.ZERO;
        }
        // Written so that a NaN is wrong, too.
        boolean isSmall = difference < tolerance * (norm + numericNorm) + noise;
        return isSmall ? Verdict.GOOD : Verdict.WRONG;
    }

    String complaint(double tolerance) {
        if (bends == tried) {
            return path + ": the loss bends at all values that were tried; try another --seed or more --entries";
        }
        return path + ": the ratio " + Words.number(ratio()) + " is not below " + Words.number(tolerance)
                + ". Worst is value " + worst + " (row-major): derived " + worstDerived + ", by differences "
                + worstNumeric;
    }

    Answer answer(double tolerance) {
        return new Answer()
                .with("path", path)
                .with("tried", tried)
                .with("bends", bends)
                .with("norm", norm)
                .with("ratio", ratio())
                .with("passed", !verdict(tolerance).isFailure());
    }

    /** Adds up the values one by one. */
    static final class Builder {
        private final TensorSlot parameter;
        private int tried;
        private int bends;
        private double squaredDifference;
        private double squaredNoise;
        private double squaredNorm;
        private double squaredNumericNorm;
        private int worst;
        private double worstDifference = -1;
        private double worstDerived;
        private double worstNumeric;

        Builder(TensorSlot parameter) {
            this.parameter = parameter;
        }

        void bends(int count) {
            tried += count;
            bends += count;
        }

        /** @param rounding what the numeric derivative may be off by rounding alone */
        void entry(int place, double derived, double numeric, double rounding) {
            tried++;
            squaredNoise += rounding * rounding;
            double difference = Math.abs(derived - numeric);
            squaredDifference += difference * difference;
            squaredNorm += derived * derived;
            squaredNumericNorm += numeric * numeric;
            if (!(difference <= worstDifference)) {
                worst = place;
                worstDifference = difference;
                worstDerived = derived;
                worstNumeric = numeric;
            }
        }

        ParameterGradient build() {
            return new ParameterGradient(
                    parameter.path(),
                    parameter.shape(),
                    tried,
                    bends,
                    Math.sqrt(squaredDifference),
                    Math.sqrt(squaredNorm),
                    Math.sqrt(squaredNumericNorm),
                    Math.sqrt(squaredNoise),
                    worst,
                    worstDerived,
                    worstNumeric);
        }
    }
}
