package org.dlm.compiler.graph;

/**
 * The scalar functions that the compiler knows, with the number of their arguments. Results: comparisons and logic are BOOL,
 * {@code FLOOR_DIV CEIL_DIV TO_INT} are INT, the rest is FLOAT (NUMBER where all arguments are) unless all arguments are INT.
 */
public enum Primitive {
    ADD(2, "+"),
    SUBTRACT(2, "-"),
    MULTIPLY(2, "*"),
    /** Always float division. */
    DIVIDE(2, "/"),
    /** With the divisor's sign. */
    REMAINDER(2, "%"),
    POWER(2, "^"),
    NEGATE(1, "-"),
    EXP(1, "exp"),
    EXPM1(1, "expm1"),
    LOG(1, "log"),
    LOG1P(1, "log1p"),
    SIN(1, "sin"),
    COS(1, "cos"),
    TANH(1, "tanh"),
    ERF(1, "erf"),
    SQRT(1, "sqrt"),
    ABS(1, "abs"),
    SIGN(1, "sign"),
    FLOOR(1, "floor"),
    /** The first on a tie. */
    MIN(2, "min"),
    /** The first on a tie. */
    MAX(2, "max"),
    FLOOR_DIV(2, "div"),
    CEIL_DIV(2, "ceilDiv"),
    EQ(2, "=="),
    NE(2, "!="),
    LT(2, "<"),
    LE(2, "<="),
    GT(2, ">"),
    GE(2, ">="),
    AND(2, "and"),
    OR(2, "or"),
    NOT(1, "not"),
    /** {@code where(condition, a, b)}: the side that is not chosen is not looked at. */
    WHERE(3, "where"),
    /** INT, BOOL or NUMBER to FLOAT. */
    TO_FLOAT(1, "float"),
    /** FLOAT towards zero, or BOOL, to INT. */
    TO_INT(1, "int"),
    /** INT to NUMBER: the batch size or a counter in run-time arithmetic. */
    TO_NUMBER(1, "number"),
    /** The value itself; its derivative is 0. */
    STOP(1, "stop");

    private final int arity;
    private final String word;

    Primitive(int arity, String word) {
        this.arity = arity;
        this.word = word;
    }

    public int arity() {
        return arity;
    }

    /** Sign or function name in the language. */
    public String word() {
        return word;
    }

    /** Whether this is written between its two arguments. */
    public boolean infix() {
        return arity == 2 && !Character.isLetter(word.charAt(0)) || this == AND || this == OR;
    }

    public boolean comparison() {
        return switch (this) {
            case EQ, NE, LT, LE, GT, GE -> true;
            default -> false;
        };
    }

    public boolean logical() {
        return this == AND || this == OR || this == NOT;
    }

    /** Whether swapping the two arguments gives the same bits. */
    public boolean commutative() {
        return switch (this) {
            case ADD, MULTIPLY, EQ, NE, AND, OR -> true;
            default -> false;
        };
    }
}
