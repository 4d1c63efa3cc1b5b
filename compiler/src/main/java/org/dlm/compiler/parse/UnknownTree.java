package org.dlm.compiler.parse;

import org.antlr.v4.runtime.tree.ParseTree;

/** ANTLR's trees are not sealed: an alternative of the grammar that no builder knows is found by the tests with this. */
final class UnknownTree {
    private UnknownTree() {}

    static IllegalStateException of(ParseTree tree) {
        return new IllegalStateException("this is a bug in dlmc: parse does not know "
                + tree.getClass().getSimpleName() + " for '" + tree.getText() + "'");
    }
}
