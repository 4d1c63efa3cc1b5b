package org.dlm.compiler.diagnostics;

import java.util.Locale;

/** The stable names of all diagnostics. Each has a page in {@code docs/errors} and a test. */
public enum DiagnosticId {
    // parse
    SYNTAX_ERROR,
    BAD_NUMBER,
    // resolve
    UNKNOWN_NAME,
    UNKNOWN_IMPORT,
    IMPORT_CYCLE,
    DUPLICATE_NAME,
    BAD_JAVA_NAME,
    UNUSED_VALUE,
    UNUSED_INPUT,
    // types, elaborate
    TYPE_MISMATCH,
    SHAPE_MISMATCH,
    RANGE_UNKNOWN,
    OUT_OF_BOUNDS,
    INDEX_NAME_CLASH,
    RANK_MISMATCH,
    BAD_ARGUMENT,
    NOT_COMPILE_TIME,
    CHECK_FAILED,
    RECURSION_TOO_DEEP,
    CIRCULAR_DEFINITION,
    BUDGET_EXCEEDED,
    TENSOR_TOO_LARGE,
    DUPLICATE_LABEL,
    NO_MATCH,
    BAD_KEPT,
    SETTING_OUT_OF_RANGE,
    NO_GRADIENT,
    MODE_MISMATCH,
    MISPLACED_STATEMENT,
    // recipe
    UNKNOWN_SETTING,
    MISSING_SOURCE,
    BAD_RECIPE,
    // emit
    CLASS_NAME_CLASH,
    // everywhere
    NOT_BUILT_YET,
    COMPILER_LIMIT;

    /** The name that users see, such as {@code shape-mismatch}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
