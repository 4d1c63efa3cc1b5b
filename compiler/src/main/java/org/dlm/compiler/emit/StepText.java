package org.dlm.compiler.emit;

import java.util.List;
import java.util.stream.Stream;

/**
 * What people read of a kernel or of a step: names and an explanation, which change nothing.
 *
 * @param name wished for its method
 * @param operands names of the arrays
 * @param numbers names of the numbers
 * @param formulas of the ops, in order
 * @param shapes of the arrays, a line
 * @param places in the text, with its lines
 * @param summary all this in one short line: what is computed, its type, the site
 * @param site the place in the model's own text; empty for a kernel that is not of a text
 */
public record StepText(
        String name,
        List<String> operands,
        List<String> numbers,
        List<String> formulas,
        List<String> shapes,
        List<String> places,
        String summary,
        String site) {
    public StepText {
        operands = List.copyOf(operands);
        numbers = List.copyOf(numbers);
        formulas = List.copyOf(formulas);
        shapes = List.copyOf(shapes);
        places = List.copyOf(places);
    }

    /** Without an explanation. */
    StepText(String name, List<String> operands, List<String> numbers, String summary, String site) {
        this(name, operands, numbers, List.of(), List.of(), List.of(), summary, site);
    }

    /** Formulas with shapes, and the places, a line each. */
    List<String> explanation() {
        return Stream.of(formulas, shapes, places).flatMap(List::stream).toList();
    }

    /** The same with a line more at the end. */
    StepText with(String line) {
        List<String> more = Stream.concat(places.stream(), Stream.of(line)).toList();
        return new StepText(name, operands, numbers, formulas, shapes, more, summary, site);
    }
}
