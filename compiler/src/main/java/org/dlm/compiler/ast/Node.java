package org.dlm.compiler.ast;

import org.dlm.compiler.source.Span;

/** A piece of the text as written: immutable, with its place, without resolved facts. */
public sealed interface Node
        permits FileUnit,
                ImportDecl,
                Name,
                QualifiedName,
                Declaration,
                Signature,
                Parameter,
                ResultItem,
                TypeRef,
                Dimension,
                ValueSpace,
                Statement,
                Target,
                Binder,
                Expr,
                Stage,
                Argument,
                Subscript,
                ListItem,
                Carry,
                RecipeItem,
                DataItem,
                UpdateRule {
    Span span();
}
