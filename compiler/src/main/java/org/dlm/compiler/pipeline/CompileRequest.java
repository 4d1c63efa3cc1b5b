package org.dlm.compiler.pipeline;

import java.util.List;
import org.dlm.compiler.source.SourceFile;

/** All files of one source root, named by their paths below it, and what to compile them for. */
public record CompileRequest(List<SourceFile> sources, CompileOptions options) {
    public CompileRequest {
        sources = List.copyOf(sources);
    }
}
