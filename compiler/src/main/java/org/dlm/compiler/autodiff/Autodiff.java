package org.dlm.compiler.autodiff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Origin;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;

/**
 * Reverse mode: walks the ops from the loss back, hands each adjoint to the operands, and adds up what a value receives.
 *
 * <pre>
 * y = sum(k : w[k] * x[k])        dw[k] = dy * x[k]
 * </pre>
 */
public final class Autodiff {
    private final GraphBuilder builder;
    private final Set<Op> active = new HashSet<>();
    private final Map<Op, List<Op>> received = new HashMap<>();
    private final ReductionRules rules;

    private Autodiff(GraphBuilder builder) {
        this.builder = builder;
        this.rules = new ReductionRules(builder, active::contains);
    }

    /** The adjoints as new ops of a builder that starts from the graph. */
    public static Gradients differentiate(Graph graph, Op loss, List<Op> parameters) {
        return differentiate(GraphBuilder.startingFrom(graph), loss, parameters);
    }

    /**
     * The adjoints as new ops of the builder that made the loss.
     *
     * @param loss a FLOAT of rank 0 in a graph with explicit batch axes
     * @param parameters any FLOAT values before the loss
     */
    public static Gradients differentiate(GraphBuilder builder, Op loss, List<Op> parameters) {
        if (loss.type().element() != ElementType.FLOAT || loss.type().rank() != 0) {
            throw new IllegalArgumentException("only a FLOAT of rank 0 has a gradient: " + loss);
        }
        Autodiff autodiff = new Autodiff(builder);
        List<Op> ops = reachable(loss);
        autodiff.findActive(ops, parameters);
        return new Gradients(builder, parameters, autodiff.walk(ops, loss, parameters));
    }

    /** The parameters that the loss does not reach through derivatives. */
    public static List<Op> unreached(Graph graph, Op loss, List<Op> parameters) {
        return differentiate(graph, loss, parameters).unreached();
    }

    /** The loss and all before it, in order. */
    private static List<Op> reachable(Op loss) {
        Set<Op> seen = new HashSet<>(Set.of(loss));
        List<Op> found = new ArrayList<>(seen);
        for (int k = 0; k < found.size(); k++) {
            found.get(k).operands().stream().filter(seen::add).forEach(found::add);
        }
        found.sort(Comparator.comparingInt(Op::id));
        return found;
    }

    /** Ops on the way from a parameter to the loss. */
    private void findActive(List<Op> ops, List<Op> parameters) {
        active.addAll(parameters);
        for (Op op : ops) {
            if (op.type().element() == ElementType.FLOAT
                    && op.operands().stream().anyMatch(active::contains)) {
                active.add(op);
            }
        }
    }

    private Map<Op, Op> walk(List<Op> ops, Op loss, List<Op> parameters) {
        Map<Op, Op> adjoints = new HashMap<>();
        Op one = builder.pointwise(List.of(), Scalars.literal(1.0), origin(loss));
        if (active.contains(loss)) {
            receive(loss, one);
        }
        for (Op op : ops.reversed()) {
            if (received.containsKey(op)) {
                Op adjoint = sum(op, received.get(op));
                adjoints.put(op, adjoint);
                handOn(op, adjoint);
            }
        }
        Map<Op, Op> ofParameters = new LinkedHashMap<>();
        parameters.stream()
                .filter(adjoints::containsKey)
                .forEach(parameter -> ofParameters.put(parameter, adjoints.get(parameter)));
        return ofParameters;
    }

    private void handOn(Op op, Op adjoint) {
        switch (op.kind()) {
            case OpKind.Source source -> {}
            case OpKind.Draw draw -> {}
            case OpKind.Reshape reshape -> {
                if (active.contains(reshape.source())) {
                    Op source = reshape.source();
                    receive(source, builder.reshape(adjoint, source.type().shape(), origin(source)));
                }
            }
            case OpKind.Indexed indexed ->
                rules.ofIndexed(op, indexed, adjoint).forEach(share -> receive(share.operand(), share.adjoint()));
            case OpKind.ScatterAdd scatter ->
                rules.ofScatter(scatter, adjoint).forEach(share -> receive(share.operand(), share.adjoint()));
        }
    }

    private void receive(Op operand, Op share) {
        received.computeIfAbsent(operand, key -> new ArrayList<>()).add(share);
    }

    /** The shares added from left to right. */
    private Op sum(Op op, List<Op> shares) {
        if (shares.size() == 1) {
            return shares.getFirst();
        }
        List<Axis> free = IntStream.range(0, op.type().rank())
                .mapToObj(k -> axis(shares, k, op.type().shape().get(k)))
                .toList();
        int[] places = IntStream.range(0, free.size()).toArray();
        Scalar sum = shares.stream()
                .map(share -> Scalars.loadAt(share, places))
                .reduce(ScalarAlgebra::add)
                .orElseThrow();
        return builder.pointwise(free, sum, origin(op));
    }

    /** Named as in the first share that has axes. */
    private static Axis axis(List<Op> shares, int k, Extent extent) {
        return shares.stream()
                .filter(share -> share.kind() instanceof OpKind.Indexed)
                .map(share -> ((OpKind.Indexed) share.kind()).free().get(k))
                .findFirst()
                .orElse(new Axis("p" + k, extent));
    }

    private static Origin origin(Op op) {
        return op.origin().named("d_" + op.origin().name());
    }
}
