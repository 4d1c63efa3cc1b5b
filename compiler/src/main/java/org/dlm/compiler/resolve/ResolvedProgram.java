package org.dlm.compiler.resolve;

import java.util.List;
import java.util.Map;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.source.SourceFile;

/**
 * All files of a compilation, and what each of them sees.
 *
 * @param files the files of the source root, in the order given
 * @param library the files of the library
 */
public record ResolvedProgram(List<FileUnit> files, List<FileUnit> library, Map<SourceFile, DeclarationScope> scopes) {
    public ResolvedProgram {
        files = List.copyOf(files);
        library = List.copyOf(library);
        scopes = Map.copyOf(scopes);
    }

    /** What the body of a declaration sees: the scope of the file in which it stands. */
    public DeclarationScope scopeOf(Declaration declaration) {
        return scopes.get(declaration.span().file());
    }
}
