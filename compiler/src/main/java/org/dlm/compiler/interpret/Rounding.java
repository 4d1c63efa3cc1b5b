package org.dlm.compiler.interpret;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;

/** What becomes of a FLOAT value after every operation. NUMBER values are always f64. */
record Rounding(Precision precision) {
    /** Whether values of a type are rounded at all. */
    boolean concerns(ElementType type) {
        return precision == Precision.F32 && type == ElementType.FLOAT;
    }

    double round(ElementType type, double value) {
        return concerns(type) ? (float) value : value;
    }
}
