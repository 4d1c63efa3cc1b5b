package org.dlm.compiler.emit;

import java.util.List;

/**
 * What people read of a kernel or of a step: names and an explanation, which change nothing.
 *
 * @param name wished for its method
 * @param operands names of the arrays
 * @param numbers names of the numbers
 * @param explanation formulas with shapes, and the place in the text, a line each
 * @param summary the same in one short line: what is computed, its type, the place
 */
public record StepText(
        String name, List<String> operands, List<String> numbers, List<String> explanation, String summary) {
    public StepText {
        operands = List.copyOf(operands);
        numbers = List.copyOf(numbers);
        explanation = List.copyOf(explanation);
    }
}
