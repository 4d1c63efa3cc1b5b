package org.dlm.compiler.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The levels of the road that can be looked at: {@code --emit=graph}. */
public enum CompileStage {
    /** The parsed files in canonical layout. */
    AST,
    /** Each model as a graph for one example. */
    GRAPH,
    /** Each recipe: splits, settings and update rules. */
    RECIPE,
    /** The graph with the example axis. */
    BATCHED,
    /** Forward and backward. */
    BACKWARD,
    /** After rewriting and the removal of dead code. */
    OPTIMIZED,
    /** The fusion groups. */
    FUSED,
    /** The loop nest of each kernel. */
    LOOPS,
    /** The loop nests with tiles, lanes and parallel axes. */
    SCHEDULED,
    /** Live ranges and offsets. */
    MEMORY,
    /** The generated Java. */
    JAVA;

    /** The name that users write. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage of this name. */
    public static Optional<CompileStage> of(String slug) {
        return Arrays.stream(values())
                .filter(stage -> stage.slug().equals(slug))
                .findFirst();
    }
}
