package org.dlm.compiler.elaborate;

import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.resolve.ResolvedProgram;

/** The declarations of a resolved program. */
public record ResolvedLibrary(ResolvedProgram program) implements Library {
    @Override
    public Optional<Declaration.Callable> callable(Declaration from, String name) {
        return program.scopeOf(from).callable(name);
    }

    @Override
    public Optional<Declaration.Const> constant(Declaration from, String name) {
        return program.scopeOf(from).constant(name);
    }

    @Override
    public Set<String> callableNames(Declaration from) {
        return program.scopeOf(from).callableNames();
    }
}
