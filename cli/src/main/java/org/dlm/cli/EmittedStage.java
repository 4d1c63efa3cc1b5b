package org.dlm.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.compiler.pipeline.StageListener;

/** {@code --emit=graph}: prints what one stage hands on, each subject below a line that names it. */
final class EmittedStage implements StageListener {
    static final String DESCRIPTION = "Show the model as a stage of the compiler sees it: ${COMPLETION-CANDIDATES}.";

    /** The stages by the names that users write, for picocli. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(CompileStage.values()).map(CompileStage::slug).iterator();
        }
    }

    private final Console console;
    private final Optional<CompileStage> wanted;
    private boolean isReached;

    EmittedStage(Console console, Optional<CompileStage> wanted) {
        this.console = console;
        this.wanted = wanted;
    }

    @Override
    public void reached(CompileStage stage, String subject, Supplier<String> print) {
        if (wanted.isPresent() && wanted.get() == stage) {
            isReached = true;
            console.out().println("// " + stage.slug() + ": " + Console.harmless(subject));
            String text = print.get().stripTrailing();
            console.out().println(console.isTerminal() ? Console.harmless(text) : text);
            console.out().println();
        }
    }

    /** After the compilation: silence would look as if there were nothing to see. */
    void complainIfNotReached() {
        if (wanted.isPresent() && !isReached) {
            console.err().println("dlmc: the stage " + wanted.get().slug() + " has nothing to show here");
        }
    }
}
