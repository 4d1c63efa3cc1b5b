package org.dlm.compiler.optimize;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Computes a pointwise value inside its users where that saves a trip to memory and repeats no real work.
 *
 * <pre>{@code
 * z[b, n] = h[b, n] + c[n]
 * a[b, n] = max(z[b, n], 0)      becomes      a[b, n] = max(h[b, n] + c[n], 0)
 * }</pre>
 *
 * <p>A value with one user goes into it, whatever it costs, if the user does not compute it more often than the value has elements. One
 * with several users goes into all of them if it is cheap: {@link #CHEAP} operations of a cycle on one full operand. Contractions
 * take nothing in, since they read each element many times. What stands directly behind a reduction stays, because there it costs
 * no memory either (the epilogue of a fusion group); so do NUMBERs, which are computed once outside of all loops.
 */
final class Inlining {
    private static final int CHEAP = 4;
    /** A body of more nodes would make methods too large to be compiled well. */
    private static final int LARGEST_BODY = 80;
    /** A loop over more operands at once thrashes the cache's ways and prefetchers. */
    private static final int MOST_LOADS = 10;

    private final Uses uses;

    private Inlining(Graph graph) {
        this.uses = new Uses(graph);
    }

    /** The graph with everything inlined that should be; a value that was inlined can make its operand a candidate. */
    static Graph apply(Graph graph) {
        Graph current = graph;
        while (true) {
            Inlining round = new Inlining(current);
            Set<Op> chosen = new HashSet<>();
            for (Op op : current.ops()) {
                // one link of a chain at a time: the decision for the next one depends on what this one has become
                boolean operandChosen = op.operands().stream().anyMatch(chosen::contains);
                if (!operandChosen && round.goesIntoUsers(op)) {
                    chosen.add(op);
                }
            }
            if (chosen.isEmpty()) {
                return current;
            }
            current = GraphRebuild.of(current, (op, rebuild) -> copy(op, chosen, rebuild));
        }
    }

    private static Op copy(Op op, Set<Op> chosen, GraphRebuild rebuild) {
        return OpCopy.of(op, rebuild.builder(), rebuild::of, body -> inline(body, chosen, rebuild));
    }

    private static Scalar inline(Scalar scalar, Set<Op> chosen, GraphRebuild rebuild) {
        Scalar inner = scalar.mapChildren(child -> inline(child, chosen, rebuild));
        if (!(inner instanceof Scalar.Load load)) {
            return inner;
        }
        Op source = rebuild.of(load.source());
        return chosen.contains(load.source()) && source.kind() instanceof OpKind.Indexed indexed && source.pointwise()
                ? indexed.body().substitute(axis -> (Affine) load.at().get(axis))
                : new Scalar.Load(source, load.at(), load.otherwise());
    }

    private boolean goesIntoUsers(Op op) {
        List<Op> users = uses.of(op);
        if (!op.pointwise() || op.type().element() == ElementType.NUMBER || uses.offered(op) || users.isEmpty()) {
            return false;
        }
        Work work = Work.of(((OpKind.Indexed) op.kind()).body());
        boolean cheap = work.expensive() == 0 && work.operations() <= CHEAP && fullOperands(op) <= 1;
        boolean behindReduction = isBehindReduction(op);
        if (users.size() > 1 && (!cheap || behindReduction)) {
            return false;
        }
        return users.stream().allMatch(user -> accepts(user, op, cheap, behindReduction));
    }

    private boolean accepts(Op user, Op op, boolean cheap, boolean behindReduction) {
        List<Scalar.Load> reads = Access.loads(user).stream()
                .filter(load -> load.source() == op)
                .distinct()
                .toList();
        boolean readable = reads.stream().allMatch(r -> r.otherwise().isEmpty() && Access.isAffine(r));
        boolean once = reads.size() == 1 && Work.iterations(user) <= Work.elements(op);
        boolean light = cheap && reads.size() <= 2 && Work.iterations(user) <= Work.elements(op);
        return readable && (once || light) && !tooLarge(user, op, reads.size()) && fits(user, behindReduction);
    }

    private static boolean fits(Op user, boolean behindReduction) {
        return switch (user.kind()) {
            case OpKind.Indexed indexed -> indexed.reduction() == Reduction.NONE || !behindReduction;
            case OpKind.ScatterAdd scatter -> true;
            case OpKind.Source source -> false;
            case OpKind.Draw draw -> false;
            case OpKind.Reshape reshape -> false;
        };
    }

    private static boolean tooLarge(Op user, Op op, int times) {
        Scalar body = ((OpKind.Indexed) op.kind()).body();
        Set<Op> operands = new HashSet<>(user.operands());
        operands.addAll(op.operands());
        return operands.size() > MOST_LOADS + 1 || nodes(user) + times * nodes(body) > LARGEST_BODY;
    }

    private static int nodes(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> nodes(indexed.body());
            case OpKind.ScatterAdd scatter -> nodes(scatter.body());
            case OpKind.Source source -> 0;
            case OpKind.Draw draw -> 0;
            case OpKind.Reshape reshape -> 0;
        };
    }

    private static int nodes(Scalar body) {
        int[] count = {0};
        body.forEach(s -> count[0]++);
        return count[0];
    }

    /** Operands that are read as often as the value has elements; biases and scales along one axis are not counted. */
    private static long fullOperands(Op op) {
        return Access.loads(op).stream()
                .distinct()
                .filter(load -> 2 * Work.elements(load.source()) >= Work.elements(op))
                .count();
    }

    private static boolean isBehindReduction(Op op) {
        int axes = op.type().rank();
        return Access.loads(op).stream()
                .anyMatch(load -> Places.isOwnElement(load, axes)
                        && load.source().kind() instanceof OpKind.Indexed producer
                        && producer.reduction() != Reduction.NONE);
    }
}
