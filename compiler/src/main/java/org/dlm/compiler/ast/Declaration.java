package org.dlm.compiler.ast;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.source.Span;

/** What stands at the top level of a file. */
public sealed interface Declaration extends Node {
    /** The declared name; of a recipe that has no name, the model's. */
    Name name();

    /** {@code const same: int = -1}; several names take the elements of a list. Also a statement in bodies. */
    record Const(Span span, List<Name> names, Optional<TypeRef> type, Expr value, Optional<String> doc)
            implements Declaration {
        @Override
        public Name name() {
            return names.getFirst();
        }
    }

    /** Which kind of callable a {@link Callable} is. */
    enum Kind {
        FN,
        LAYER,
        OPTIMIZER,
        SCHEDULE,
        INIT,
        MODEL
    }

    /**
     * {@code fn}, {@code layer}, {@code optimizer}, {@code schedule}, {@code init} or {@code model}. A body written as
     * {@code = expr} is a block of one {@code return}. {@code results} is empty where no result type is written.
     */
    record Callable(
            Span span,
            Kind kind,
            Name name,
            Signature signature,
            List<ResultItem> results,
            List<Statement> body,
            Optional<String> doc)
            implements Declaration {}

    /** {@code train M(config) as name { … }}. */
    record Train(
            Span span,
            Name model,
            List<Argument> arguments,
            Optional<Name> label,
            List<RecipeItem> items,
            Optional<String> doc)
            implements Declaration {
        @Override
        public Name name() {
            return label.orElse(model);
        }
    }
}
