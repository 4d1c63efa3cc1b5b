package org.dlm.compiler.pipeline;

import java.util.Locale;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;

/**
 * What the compiler is busy with, for the message that says where it ended.
 *
 * @param subject a file or a model
 * @param stage in words: {@code while it was read}, {@code after the stage graph}
 */
record AtWork(String subject, Span span, String stage) {
    static final AtWork NOTHING = reading(new SourceFile("", ""));

    static AtWork reading(SourceFile file) {
        return new AtWork(file.path(), new Span(file, 0, 0), "while it was read");
    }

    /** The model of a declaration is next. */
    AtWork on(Declaration.Callable model) {
        return new AtWork(
                "the model " + model.name().text(), model.name().span(), "while its declarations were elaborated");
    }

    AtWork after(CompileStage reached) {
        return new AtWork(subject, span, "after the stage " + reached.name().toLowerCase(Locale.ROOT));
    }
}
