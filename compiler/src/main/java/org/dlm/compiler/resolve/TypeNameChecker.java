package org.dlm.compiler.resolve;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.ast.Dimension;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.TypeRef;

/** Looks up the names of written types; in signatures, a new name as a whole dimension is bound for the body. */
final class TypeNameChecker {
    private final ExpressionNameChecker expressions;

    TypeNameChecker(ExpressionNameChecker expressions) {
        this.expressions = expressions;
    }

    /** Every name must be known. */
    void check(TypeRef type, LocalNames names) {
        checkBase(type);
        for (Dimension dimension : dimensions(type)) {
            switch (dimension) {
                case Dimension.Rest rest -> {}
                case Dimension.Bounded bounded -> expressions.check(bounded.bound(), names);
                case Dimension.Fixed fixed -> expressions.check(fixed.size(), names);
                case Dimension.Spread spread -> expressions.check(spread.list(), names);
            }
        }
    }

    /** Binds the dimensions that are new names, and gives them. */
    Set<Binding> bindDimensions(TypeRef type, LocalNames names) {
        Set<Binding> bound = new HashSet<>();
        for (Dimension dimension : dimensions(type)) {
            switch (dimension) {
                case Dimension.Rest rest -> {}
                case Dimension.Bounded bounded -> bind(bounded.name(), names, bound);
                case Dimension.Fixed fixed -> bindIfNew(fixed.size(), names, bound);
                case Dimension.Spread spread -> bindIfNew(spread.list(), names, bound);
            }
        }
        return bound;
    }

    /** Binds the names of lengths that vary: {@code T <= 64}. */
    void bindLengths(TypeRef type, LocalNames names) {
        for (Dimension dimension : dimensions(type)) {
            if (dimension instanceof Dimension.Bounded bounded) {
                names.bindValue(new Binding(bounded.name()));
            }
        }
    }

    private void checkBase(TypeRef type) {
        String base = type.base().text();
        if (!BuiltIns.types().contains(base)) {
            expressions.errors().unknown(type.base().span(), base, "type", BuiltIns::types);
        }
    }

    private void bindIfNew(Expr size, LocalNames names, Set<Binding> bound) {
        if (size instanceof Expr.NameRef reference) {
            String name = reference.name();
            boolean known = names.hasValue(name)
                    || BuiltIns.axes().contains(name)
                    || expressions.surroundings().declarations().constant(name).isPresent();
            if (!known) {
                bind(new Name(reference.span(), name), names, bound);
            }
        }
    }

    private static void bind(Name name, LocalNames names, Set<Binding> bound) {
        Binding binding = new Binding(name);
        names.bindValue(binding);
        bound.add(binding);
    }

    private static List<Dimension> dimensions(TypeRef type) {
        return type.suffixes().stream()
                .filter(TypeRef.Bracket.class::isInstance)
                .flatMap(suffix -> ((TypeRef.Bracket) suffix).dimensions().stream())
                .toList();
    }
}
