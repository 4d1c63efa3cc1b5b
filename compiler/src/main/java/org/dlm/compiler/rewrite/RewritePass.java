package org.dlm.compiler.rewrite;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;

/**
 * Applies rules from the operands up until none fits, building the graph anew; dead ops are left behind.
 *
 * <pre>{@code
 * y[i] = x[i] * 1 + 0      becomes      y = x
 * }</pre>
 */
public final class RewritePass {
    /** Far more rounds than any rule set needs; reaching it means that two rules undo each other. */
    private static final int MOST_ROUNDS = 200;

    private final List<RewriteRule.OfScalar> scalarRules;
    private final List<RewriteRule.OfOp> opRules;

    public RewritePass(List<RewriteRule> rules) {
        this.scalarRules = rules.stream()
                .filter(RewriteRule.OfScalar.class::isInstance)
                .map(RewriteRule.OfScalar.class::cast)
                .toList();
        this.opRules = rules.stream()
                .filter(RewriteRule.OfOp.class::isInstance)
                .map(RewriteRule.OfOp.class::cast)
                .toList();
    }

    /** The graph in the usual form. */
    public Graph apply(Graph graph) {
        return apply(graph, new Visits());
    }

    /** How often an op was brought to the rules. */
    long visited(Graph graph) {
        Visits visits = new Visits();
        apply(graph, visits);
        return visits.count;
    }

    private static final class Visits {
        private long count;
    }

    private Graph apply(Graph graph, Visits visits) {
        Graph current = graph;
        Set<Op> settled = Set.of();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Round rewriting = new Round(settled, visits);
            current = rewriting.apply(current);
            settled = rewriting.settled;
            if (!rewriting.changed) {
                return current;
            }
        }
        throw new IllegalStateException("bug in dlmc: the rewrite rules do not come to an end");
    }

    /** One walk over all ops. An op that a rule makes beside its result is looked at in the next round. */
    private final class Round {
        private final Set<Op> settledBefore;
        private final Visits visits;
        private final GraphBuilder builder = new GraphBuilder();
        private final Map<Op, Op> rewritten = new HashMap<>();
        /**
         * New ops that no rule fits, nor anything that they depend on. Rules look at ops and through their operands and at nothing else:
         * none will fit later.
         */
        private final Set<Op> settled = new HashSet<>();

        private boolean changed;
        private boolean changedHere;

        Round(Set<Op> settledBefore, Visits visits) {
            this.settledBefore = settledBefore;
            this.visits = visits;
        }

        Graph apply(Graph graph) {
            graph.ops().forEach(op -> rewritten.put(op, rewrite(op)));
            List<Graph.Result> results = graph.results().stream()
                    .map(r -> new Graph.Result(r.role(), r.name(), rewritten.get(r.op())))
                    .toList();
            List<Graph.Update> updates = graph.updates().stream()
                    .map(u -> new Graph.Update(rewritten.get(u.target()), rewritten.get(u.value())))
                    .toList();
            return builder.graph(results, updates);
        }

        private Op rewrite(Op op) {
            if (settledBefore.contains(op)) {
                Op copy = OpCopy.of(op, builder, rewritten::get);
                settled.add(copy);
                return copy;
            }
            visits.count++;
            Op better = improve(op);
            if (!changedHere && settled.containsAll(better.operands())) {
                settled.add(better);
            }
            changed |= changedHere;
            return better;
        }

        private Op improve(Op op) {
            Simplification simplification = new Simplification(scope(op));
            Op copy = OpCopy.of(
                    op,
                    builder,
                    rewritten::get,
                    body -> simplification.apply(OpCopy.withSources(body, rewritten::get)));
            changedHere = simplification.changed;
            for (RewriteRule.OfOp rule : opRules) {
                Optional<Op> better = rule.apply(copy, builder);
                if (better.isPresent() && better.get() != copy) {
                    verify(rule, copy, better.get());
                    changedHere = true;
                    return better.get();
                }
            }
            return copy;
        }
    }

    /** Brings the rules to every part of one body. */
    private final class Simplification implements UnaryOperator<Scalar> {
        private final RewriteRule.Scope scope;
        private int depth;
        private boolean changed;

        Simplification(RewriteRule.Scope scope) {
            this.scope = scope;
        }

        @Override
        public Scalar apply(Scalar scalar) {
            Scalar inner = scalar.mapChildren(this);
            for (RewriteRule.OfScalar rule : scalarRules) {
                Optional<Scalar> better = rule.apply(inner, scope);
                if (better.isPresent() && !better.get().equals(inner)) {
                    verify(rule, inner, better.get(), depth);
                    return again(better.get());
                }
            }
            return inner;
        }

        private Scalar again(Scalar better) {
            changed = true;
            depth++;
            Scalar best = apply(better);
            depth--;
            return best;
        }
    }

    private static RewriteRule.Scope scope(Op op) {
        return switch (op.kind()) {
            case OpKind.Indexed indexed -> new RewriteRule.Scope(indexed.axes(), indexed.reduction());
            case OpKind.ScatterAdd scatter -> new RewriteRule.Scope(scatter.domain(), Reduction.NONE);
            case OpKind.Source source -> new RewriteRule.Scope(List.of(), Reduction.NONE);
            case OpKind.Draw draw -> new RewriteRule.Scope(List.of(), Reduction.NONE);
            case OpKind.Reshape reshape -> new RewriteRule.Scope(List.of(), Reduction.NONE);
        };
    }

    private static void verify(RewriteRule rule, Op before, Op after) {
        if (!before.type().equals(after.type())) {
            throw new IllegalStateException(
                    "bug in dlmc: " + rule.name() + " makes a " + after.type() + " from\n  " + before);
        }
    }

    private static void verify(RewriteRule rule, Scalar before, Scalar after, int round) {
        if (before.type() != after.type() || round > MOST_ROUNDS) {
            throw new IllegalStateException(
                    "bug in dlmc: " + rule.name() + " makes\n  " + after + "\nfrom\n  " + before);
        }
    }
}
