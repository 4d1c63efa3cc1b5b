package org.dlm.compiler.pipeline;

import java.util.function.Supplier;

/** Who wants to see what a stage hands on, such as {@code --emit=graph}. */
@FunctionalInterface
public interface StageListener {
    /** Nobody. */
    StageListener NONE = (stage, subject, print) -> {};

    /**
     * A stage has been reached; once for each subject.
     *
     * @param subject what is shown: a file, a model, or a model with one of its programs, such as {@code LeNet5 training}
     * @param print the printed form; only made if it is asked for
     */
    void reached(CompileStage stage, String subject, Supplier<String> print);

    /** The classes of a model have been generated; not where only problems were asked for. */
    default void generated(GeneratedModel model) {}
}
