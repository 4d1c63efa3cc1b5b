package org.dlm.compiler.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A value of the graph: what is computed, its type, where it comes from. Made only by a {@link GraphBuilder}, which gives equal
 * ops the same object; so ops compare by identity.
 */
public final class Op {
    private final int id;
    private final OpKind kind;
    private final TensorType type;
    private final Origin origin;
    private final List<Op> operands;

    Op(int id, OpKind kind, TensorType type, Origin origin) {
        this.id = id;
        this.kind = kind;
        this.type = type;
        this.origin = origin;
        this.operands = operands(kind);
    }

    /** Number in the builder's order; operands have smaller ones. */
    public int id() {
        return id;
    }

    public OpKind kind() {
        return kind;
    }

    public TensorType type() {
        return type;
    }

    public Origin origin() {
        return origin;
    }

    /** The ops read, each once, in reading order. */
    public List<Op> operands() {
        return operands;
    }

    private static List<Op> operands(OpKind kind) {
        Set<Op> operands = new LinkedHashSet<>();
        switch (kind) {
            case OpKind.Source source -> {}
            case OpKind.Draw draw -> {}
            case OpKind.Reshape reshape -> operands.add(reshape.source());
            case OpKind.Indexed indexed -> collect(indexed.body(), operands);
            case OpKind.ScatterAdd scatter -> {
                for (Subscript place : scatter.at()) {
                    if (place instanceof Subscript.Data data) {
                        collect(data.value(), operands);
                    }
                }
                collect(scatter.body(), operands);
            }
        }
        return List.copyOf(operands);
    }

    /** This op, or what it is a reshape of: what has the elements. Never a reshape. */
    public Op root() {
        return kind instanceof OpKind.Reshape reshape ? reshape.source().root() : this;
    }

    /** Whether this is an {@link OpKind.Indexed} without reduction. */
    public boolean pointwise() {
        return kind instanceof OpKind.Indexed indexed && indexed.reduction() == Reduction.NONE;
    }

    @Override
    public String toString() {
        return "%" + id + ": " + type + " = " + kind;
    }

    private static void collect(Scalar body, Set<Op> operands) {
        body.loads().forEach(load -> operands.add(load.source()));
    }
}
