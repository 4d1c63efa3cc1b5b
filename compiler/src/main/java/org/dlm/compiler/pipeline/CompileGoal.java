package org.dlm.compiler.pipeline;

/** How far the compiler goes: what is asked for decides which stages there is a need of. */
public enum CompileGoal {
    /** The generated Java. */
    CLASSES,
    /**
     * All diagnostics that {@link #CLASSES} has, and the models with their memory. It takes graphs, fusion and memory plans; kernels and
     * Java text are made only where no earlier stage can tell whether there is a diagnostic.
     */
    PROBLEMS
}
