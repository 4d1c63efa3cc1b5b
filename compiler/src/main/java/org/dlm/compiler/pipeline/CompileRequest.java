package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.source.SourceFile;

/** All files of one source root, named by their paths below it, what to compile them for, and how far. */
public record CompileRequest(List<SourceFile> sources, CompileOptions options, CompileGoal goal) {
    public CompileRequest {
        sources = List.copyOf(sources);
    }

    /** To the generated Java. */
    public CompileRequest(List<SourceFile> sources, CompileOptions options) {
        this(sources, options, CompileGoal.CLASSES);
    }
}
