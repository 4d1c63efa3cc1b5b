package org.dlm.compiler.elaborate;

import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.ast.Declaration;

/** Which declarations can be seen from which: what {@code resolve} found out, as the elaborator asks for it. */
public interface Library {
    /** The callable of that name, as seen from a declaration. */
    Optional<Declaration.Callable> callable(Declaration from, String name);

    /** The constant of that name, as seen from a declaration. */
    Optional<Declaration.Const> constant(Declaration from, String name);

    /** All names of callables that can be seen, for suggestions. */
    Set<String> callableNames(Declaration from);
}
