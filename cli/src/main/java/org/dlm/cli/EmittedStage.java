package org.dlm.cli;

import java.util.Optional;
import java.util.function.Supplier;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.compiler.pipeline.StageListener;

/** {@code --emit=graph}: prints what one stage hands on, each subject below a line that names it. */
final class EmittedStage implements StageListener {
    static final String DESCRIPTION = "Print what a stage of the compiler hands on: ${COMPLETION-CANDIDATES}.";

    private final Console console;
    private final CompileStage wanted;

    private EmittedStage(Console console, CompileStage wanted) {
        this.console = console;
        this.wanted = wanted;
    }

    static StageListener listener(Console console, Optional<CompileStage> stage) {
        return stage.<StageListener>map(wanted -> new EmittedStage(console, wanted))
                .orElse(NONE);
    }

    @Override
    public void reached(CompileStage stage, String subject, Supplier<String> print) {
        if (stage == wanted) {
            console.out().println("// " + stage.slug() + ": " + subject);
            console.out().println(print.get().stripTrailing());
            console.out().println();
        }
    }
}
