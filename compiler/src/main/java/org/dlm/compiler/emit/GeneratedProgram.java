package org.dlm.compiler.emit;

import java.util.List;

/**
 * A program of a generated class with the methods that run its steps.
 *
 * @param className of the class that users make an object of, with its package
 * @param steps in the order in which they run; numbers, which have no methods, and what runs only once are left out
 */
public record GeneratedProgram(String className, ProgramPlan plan, List<GeneratedStep> steps) {
    public GeneratedProgram {
        steps = List.copyOf(steps);
    }
}
