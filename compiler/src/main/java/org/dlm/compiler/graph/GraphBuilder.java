package org.dlm.compiler.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes ops, each only once: an op of equal kind and type is the same object, so common subexpressions never arise twice.
 * {@link #graph} keeps what its results and updates need.
 */
public final class GraphBuilder {
    private record Key(OpKind kind, TensorType type) {}

    private final Map<Key, Op> interned = new HashMap<>();
    private final Consumer<Op> admission;
    private int nextId;

    public GraphBuilder() {
        this(op -> {});
    }

    private GraphBuilder(Consumer<Op> admission) {
        this.admission = admission;
    }

    /**
     * A builder that knows the same ops.
     *
     * @param gate sees each new op before it is added, and throws where it may not be
     */
    public GraphBuilder admitting(Consumer<Op> gate) {
        GraphBuilder builder = new GraphBuilder(gate);
        builder.interned.putAll(interned);
        builder.nextId = nextId;
        return builder;
    }

    /** A builder that knows the ops of a graph, so that a pass can add to it; new ops get larger ids. */
    public static GraphBuilder startingFrom(Graph graph) {
        GraphBuilder builder = new GraphBuilder();
        for (Op op : graph.ops()) {
            builder.interned.put(new Key(op.kind(), op.type()), op);
            builder.nextId = Math.max(builder.nextId, op.id() + 1);
        }
        return builder;
    }

    public Op source(OpKind.Role role, String name, TensorType type, boolean perExample, Origin origin) {
        return intern(new OpKind.Source(role, name, perExample), type, origin);
    }

    /** A pointwise op {@code out[free] = body}. */
    public Op pointwise(List<Axis> free, Scalar body, Origin origin) {
        return indexed(free, Reduction.NONE, List.of(), body, origin);
    }

    public Op indexed(List<Axis> free, Reduction reduction, List<Axis> reduced, Scalar body, Origin origin) {
        if (reduction == Reduction.NONE && isIdentity(free, body)) {
            return ((Scalar.Load) body).source();
        }
        ElementType element = switch (reduction) {
            case ARGMAX, ARGMIN -> ElementType.INT;
            case ANY, ALL -> ElementType.BOOL;
            case NONE, SUM, PROD, MAX, MIN -> body.type();
        };
        TensorType type =
                new TensorType(element, free.stream().map(Axis::extent).toList());
        return intern(new OpKind.Indexed(free, reduction, reduced, body), type, origin);
    }

    public Op scatterAdd(TensorType type, List<Axis> domain, List<Subscript> at, Scalar body, Origin origin) {
        return intern(new OpKind.ScatterAdd(domain, at, body), type, origin);
    }

    /** An alias of the same elements; a reshape of a reshape is one, and one to the same shape is the source itself. */
    public Op reshape(Op source, List<Extent> shape, Origin origin) {
        Op root = source.kind() instanceof OpKind.Reshape reshape ? reshape.source() : source;
        return root.type().shape().equals(shape)
                ? root
                : intern(new OpKind.Reshape(root), new TensorType(root.type().element(), shape), origin);
    }

    public Op draw(int place, boolean perExample, List<Extent> shape, Origin origin) {
        return intern(new OpKind.Draw(place, perExample), new TensorType(ElementType.FLOAT, shape), origin);
    }

    /** How many ops there are, those that nothing needs included. */
    public int size() {
        return interned.size();
    }

    /** The graph of everything that the results and updates depend on, in the order of creation. */
    public Graph graph(List<Graph.Result> results, List<Graph.Update> updates) {
        Set<Op> needed = new LinkedHashSet<>();
        results.forEach(r -> need(r.op(), needed));
        updates.forEach(u -> {
            need(u.target(), needed);
            need(u.value(), needed);
        });
        List<Op> ops = new ArrayList<>(needed);
        ops.sort((a, b) -> Integer.compare(a.id(), b.id()));
        return new Graph(ops, results, updates);
    }

    private static void need(Op root, Set<Op> needed) {
        java.util.ArrayDeque<Op> pending = new java.util.ArrayDeque<>(List.of(root));
        while (!pending.isEmpty()) {
            Op op = pending.pop();
            if (needed.add(op)) {
                op.operands().forEach(pending::push);
            }
        }
    }

    private Op intern(OpKind kind, TensorType type, Origin origin) {
        Key key = new Key(kind, type);
        Op known = interned.get(key);
        if (known != null) {
            return known;
        }
        Op op = new Op(nextId, kind, type, origin);
        admission.accept(op);
        nextId++;
        interned.put(key, op);
        return op;
    }

    /** {@code out[i, j] = x[i, j]} over the whole of x. */
    private static boolean isIdentity(List<Axis> free, Scalar body) {
        List<Extent> shape = free.stream().map(Axis::extent).toList();
        return body instanceof Scalar.Load load
                && load.source().type().shape().equals(shape)
                && Places.isOwnElement(load, free.size());
    }
}
