package org.dlm.compiler.optimize;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.IndexTerm;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Subscript;

/**
 * How much of a Java method a kernel takes. A method has at most 255 parameters (an array and its offset are two, and so is a
 * {@code double}), and HotSpot compiles none of more than 8000 bytecodes; what would be larger is computed in several steps.
 *
 * @param values arrays and run-time numbers that are read or written
 * @param code bytes of code, roughly, if every expression is printed once
 */
record KernelSize(int values, int code) {
    /** 200 of 255 parameters: the rest is for the range and, in parts of a kernel, for locals. */
    private static final int MOST_VALUES = 100;

    /** A schedule prints an expression up to three times: for whole vectors, for the tail, and in the plain form. */
    private static final int MOST_CODE = 1_800;

    /** The size of a kernel of these ops. */
    static KernelSize of(Collection<Op> ops) {
        Set<Op> values = new HashSet<>(ops);
        int code = 0;
        for (Op op : ops) {
            for (Scalar body : bodies(op)) {
                body.loads().forEach(load -> values.add(load.source().root()));
                code += code(body);
            }
        }
        return new KernelSize(values.size(), code);
    }

    /** The size of an expression. */
    static KernelSize of(Scalar body) {
        Set<Op> values = new HashSet<>();
        body.loads().forEach(load -> values.add(load.source().root()));
        return new KernelSize(values.size(), code(body));
    }

    /** Whether it is one method. */
    boolean fits() {
        return values <= MOST_VALUES && code <= MOST_CODE;
    }

    /** Whether two of them are surely one method: half of what {@link #fits}. */
    boolean isHalf() {
        return 2 * values <= MOST_VALUES && 2 * code <= MOST_CODE;
    }

    /** The expressions of an op. */
    static List<Scalar> bodies(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> List.of(indexed.body());
            case OpKind.ScatterAdd scatter -> List.of(scatter.body());
            case OpKind.Source source -> List.of();
            case OpKind.Draw draw -> List.of();
            case OpKind.Reshape reshape -> List.of();
        };
    }

    private static int code(Scalar body) {
        int[] code = {0};
        body.forEach(scalar -> code[0] += own(scalar));
        return code[0];
    }

    /** Without children. */
    private static int own(Scalar scalar) {
        return switch (scalar) {
            case Scalar.Literal literal -> 3;
            case Scalar.Size size -> 3;
            case Scalar.IndexValue index -> place(index.index());
            case Scalar.Load load -> load(load);
            case Scalar.Apply apply -> apply(apply.primitive());
        };
    }

    private static int load(Scalar.Load load) {
        if (load.type() == ElementType.NUMBER) {
            return 2;
        }
        int address = 4;
        for (Subscript subscript : load.at()) {
            address += 4 + (subscript instanceof Affine affine ? place(affine) : 4);
        }
        // a guard computes each place twice more, for two comparisons
        return load.otherwise().equals(Optional.empty()) ? address : 3 * address + 8;
    }

    private static int place(Affine place) {
        int code = 4;
        for (IndexTerm term : place.coefficients().keySet()) {
            code += switch (term) {
                case IndexTerm.AxisTerm axis -> 4;
                case IndexTerm.Quotient quotient -> 6 + place(quotient.of());
                case IndexTerm.Remainder remainder -> 6 + place(remainder.of());
            };
        }
        return code;
    }

    private static int apply(Primitive primitive) {
        return switch (primitive) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, TO_FLOAT, TO_INT, TO_NUMBER, STOP -> 2;
            case REMAINDER, POWER, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, ERF, SQRT -> 6;
            case ABS, SIGN, FLOOR, MIN, MAX, FLOOR_DIV, CEIL_DIV -> 4;
            case EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE -> 8;
        };
    }
}
