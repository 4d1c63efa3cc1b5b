package org.dlm.compiler.graph;

/**
 * A truth value, an int or a float stands where none of its kind can be converted to what is needed. The graph knows no places in
 * texts; who builds it from one says where.
 */
public final class KindMismatch extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    KindMismatch(ElementType found, ElementType wanted) {
        super(name(found) + " stands where " + name(wanted) + " is needed");
    }

    private static String name(ElementType type) {
        return switch (type) {
            case FLOAT -> "a float";
            case INT -> "an int";
            case BOOL -> "a truth value";
            case NUMBER -> "a number";
        };
    }
}
