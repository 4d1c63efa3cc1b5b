package org.dlm.cli;

import java.util.List;
import org.dlm.runtime.problem.ProblemException;

/**
 * Looks at predictions as they are printed. A number that is none is no prediction: the command fails after it has printed all. An
 * infinite one, such as the logarithm of 0, is told only.
 */
final class PredictedNumbers {
    private final List<String> titles;
    private int undefined;
    private int infinite;
    private String firstUndefined = "";
    private String firstInfinite = "";

    /** For rows below these titles. */
    PredictedNumbers(List<String> titles) {
        this.titles = titles;
    }

    /** Takes the row of an example. */
    void look(int example, List<Object> row) {
        String undefinedCell = "";
        String infiniteCell = "";
        for (int c = row.size() - 1; c >= 0; c--) {
            if (row.get(c) instanceof Float value && !Float.isFinite(value)) {
                String cell = titles.get(c) + " of example " + example + " is " + value;
                undefinedCell = value.isNaN() ? cell : undefinedCell;
                infiniteCell = value.isNaN() ? infiniteCell : cell;
            }
        }
        if (!undefinedCell.isEmpty()) {
            firstUndefined = undefined++ == 0 ? undefinedCell : firstUndefined;
        }
        if (!infiniteCell.isEmpty()) {
            firstInfinite = infinite++ == 0 ? infiniteCell : firstInfinite;
        }
    }

    /** Warns of infinite numbers, and throws where there are NaNs. */
    void tell(Console console) {
        if (infinite > 0) {
            console.err()
                    .println(console.styled("bold,yellow", "warning:") + " outputs of "
                            + Words.count(infinite, "example") + " are infinite; the first: " + firstInfinite);
        }
        if (undefined > 0) {
            throw new ProblemException("outputs of " + Words.count(undefined, "example")
                    + " are not a number; the first: " + firstUndefined
                    + ". Look at its data, or at how the model computes it");
        }
    }
}
