package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.List;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;

/** Constants and types in generated code. */
final class Literals {
    private Literals() {}

    static CodeBlock ofDouble(double value) {
        if (Double.isNaN(value)) {
            return CodeBlock.of("$T.NaN", Double.class);
        }
        if (Double.isInfinite(value)) {
            return CodeBlock.of("$T.$L", Double.class, value > 0 ? "POSITIVE_INFINITY" : "NEGATIVE_INFINITY");
        }
        return CodeBlock.of("$L", Double.toString(value));
    }

    /** {@code Shape.of(1, 28, 28)}: the shape for one example. */
    static CodeBlock shape(TensorType type) {
        List<CodeBlock> extents = type.shape().stream()
                .filter(extent -> !extent.isBatch())
                .map(Extent::fixedSize)
                .map(size -> CodeBlock.of("$L", size))
                .toList();
        return extents.isEmpty()
                ? CodeBlock.of("$T.SCALAR", RuntimeNames.SHAPE)
                : CodeBlock.of("$T.of($L)", RuntimeNames.SHAPE, CodeBlock.join(extents, ", "));
    }

    static CodeBlock elementKind(TensorType type) {
        String kind = switch (type.element()) {
            case FLOAT, NUMBER -> "FLOAT";
            case INT -> "INT";
            case BOOL -> "BOOL";
        };
        return CodeBlock.of("$T.$L", RuntimeNames.ELEMENT_KIND, kind);
    }

    /** {@code float}, {@code double} or {@code int}. */
    static TypeName javaType(TensorType type, Precision precision) {
        return switch (type.element()) {
            case FLOAT -> floatType(precision);
            case INT, BOOL -> TypeName.INT;
            case NUMBER -> TypeName.DOUBLE;
        };
    }

    static boolean isInt(TensorType type) {
        return switch (type.element()) {
            case INT, BOOL -> true;
            case FLOAT, NUMBER -> false;
        };
    }

    static TypeName floatType(Precision precision) {
        return switch (precision) {
            case F32 -> TypeName.FLOAT;
            case F64 -> TypeName.DOUBLE;
        };
    }

    static int bytes(Precision precision) {
        return switch (precision) {
            case F32 -> Float.BYTES;
            case F64 -> Double.BYTES;
        };
    }

    /** The accessor of FLOAT values in the runtime's storages: {@code floats} or {@code doubles}. */
    static String floats(Precision precision) {
        return switch (precision) {
            case F32 -> "floats";
            case F64 -> "doubles";
        };
    }
}
