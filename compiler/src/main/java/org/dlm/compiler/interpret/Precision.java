package org.dlm.compiler.interpret;

import org.dlm.compiler.graph.ElementType;

/** To what the interpreter rounds FLOAT values after every operation. NUMBER values are always f64. */
public enum Precision {
    FLOAT32,
    FLOAT64;

    /** Whether values of a type are rounded. */
    boolean rounds(ElementType type) {
        return this == FLOAT32 && type == ElementType.FLOAT;
    }

    double round(ElementType type, double value) {
        return rounds(type) ? (float) value : value;
    }
}
