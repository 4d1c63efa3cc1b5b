package org.dlm.compiler.pipeline.random;

import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;

/** How far a result may be from the exact one, in the arithmetic of a precision. */
record Roundoff(Precision precision) {
    /** Beyond it a number counts as infinite. */
    private static final double LARGE_F32 = 1e37;

    private static final double LARGE_F64 = 1e300;

    /** Half a unit in the last place of a number that is not a small integer. */
    double of(ElementType type, double value) {
        return switch (type) {
            case INT, BOOL -> 0;
            case FLOAT -> isSmallInteger(value) ? 0 : unit() * Math.abs(value) + smallest();
            case NUMBER -> isSmallInteger(value) ? 0 : 0x1p-53 * Math.abs(value);
        };
    }

    boolean isSmallInteger(double value) {
        return Math.rint(value) == value && Math.abs(value) <= limit();
    }

    /** Up to here all integers are numbers of the precision. */
    double limit() {
        return precision == Precision.F32 ? 0x1p24 : 0x1p53;
    }

    double unit() {
        return precision == Precision.F32 ? 0x1p-24 : 0x1p-53;
    }

    double smallest() {
        return precision == Precision.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    }

    /** Whether nothing is demanded any more. */
    boolean isLost(ElementType type, double value, double error) {
        return !(Math.abs(value) + error
                < (precision == Precision.F32 && type == ElementType.FLOAT ? LARGE_F32 : LARGE_F64));
    }
}
