package org.dlm.compiler.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asserts what this package promises of a graph. A fault is a mistake of the compiler, not of the user: an {@link
 * IllegalStateException} that names the stage, the op and the reason.
 */
public final class GraphVerifier {
    private record Identity(OpKind kind, TensorType type) {}

    private record Port(OpKind.Role role, String name) {}

    private final String stage;
    private final Set<Op> seen = new HashSet<>();
    private final Set<Identity> identities = new HashSet<>();
    private final Set<Port> ports = new HashSet<>();
    private int lastId = -1;

    private GraphVerifier(String stage) {
        this.stage = stage;
    }

    public static void verify(Graph graph) {
        verify(graph, "graph");
    }

    /** @param stage the pass that gave the graph, for the message */
    public static void verify(Graph graph, String stage) {
        GraphVerifier verifier = new GraphVerifier(stage);
        graph.ops().forEach(verifier::verifyOp);
        graph.results().forEach(verifier::verifyResult);
        verifier.verifyUpdates(graph);
    }

    private void verifyOp(Op op) {
        check(op.id() > lastId, op, "the ops are not in the order of their numbers");
        lastId = op.id();
        op.operands()
                .forEach(operand -> check(seen.contains(operand), op, "%" + operand.id() + " does not stand before"));
        check(identities.add(new Identity(op.kind(), op.type())), op, "an equal op stands before");
        check(op.type().element() != ElementType.NUMBER || op.type().rank() == 0, op, "a NUMBER has rank 0");
        check(
                op.type().shape().stream().skip(1).noneMatch(Extent::isBatch) || op.kind() instanceof OpKind.Indexed,
                op,
                "a batch extent is not the first");
        verifyKind(op);
        seen.add(op);
    }

    private void verifyKind(Op op) {
        switch (op.kind()) {
            case OpKind.Source source -> {
                check(ports.add(new Port(source.role(), source.name())), op, "a second source of this role and name");
                check(source.perExample() || !op.type().batched(), op, "a shared source has a batch extent");
            }
            case OpKind.Draw draw -> {
                check(op.type().element() == ElementType.FLOAT, op, "a draw is FLOAT");
                check(draw.perExample() || !op.type().batched(), op, "a shared draw has a batch extent");
            }
            case OpKind.Reshape reshape -> verifyReshape(op, reshape.source());
            case OpKind.Indexed indexed -> verifyIndexed(op, indexed);
            case OpKind.ScatterAdd scatter -> verifyScatter(op, scatter);
        }
    }

    private void verifyReshape(Op op, Op source) {
        check(!(source.kind() instanceof OpKind.Reshape), op, "a reshape of a reshape");
        check(op.type().element() == source.type().element(), op, "a reshape changes the element type");
        check(op.type().batched() == source.type().batched(), op, "a reshape changes the batch extent");
        check(
                op.type().fixedElements() == source.type().fixedElements(),
                op,
                "a reshape of " + source.type() + " changes the number of elements");
    }

    private void verifyIndexed(Op op, OpKind.Indexed indexed) {
        check(
                indexed.free().stream()
                        .map(Axis::extent)
                        .toList()
                        .equals(op.type().shape()),
                op,
                "the shape is not that of the free axes");
        check(
                indexed.reduction() != Reduction.NONE || indexed.reduced().isEmpty(),
                op,
                "a pointwise op has reduction axes");
        verifyElement(op, indexed.reduction(), indexed.body().type());
        new BodyVerifier(indexed.axes(), reason -> fail(op, reason)).verify(indexed.body());
    }

    private void verifyElement(Op op, Reduction reduction, ElementType body) {
        boolean fits = switch (reduction) {
            case NONE -> op.type().element() == body;
            case SUM, PROD, MAX, MIN -> op.type().element() == body && numeric(body);
            case ARGMAX, ARGMIN -> op.type().element() == ElementType.INT && numeric(body);
            case ANY, ALL -> op.type().element() == ElementType.BOOL && body == ElementType.BOOL;
        };
        check(
                fits,
                op,
                reduction + " of " + body + " does not give " + op.type().element());
    }

    private static boolean numeric(ElementType type) {
        return type == ElementType.FLOAT || type == ElementType.INT;
    }

    private void verifyScatter(Op op, OpKind.ScatterAdd scatter) {
        check(scatter.at().size() == op.type().rank(), op, "the number of places is not the rank");
        check(
                scatter.body().type() == op.type().element(),
                op,
                "the body is " + scatter.body().type());
        check(numeric(op.type().element()), op, "only numbers are added up");
        BodyVerifier bodies = new BodyVerifier(scatter.domain(), reason -> fail(op, reason));
        scatter.at().forEach(bodies::verify);
        bodies.verify(scatter.body());
    }

    private void verifyResult(Graph.Result result) {
        Op op = result.op();
        check(seen.contains(op), op, "the result " + result.name() + " is not an op of the graph");
        check(
                result.role() != Graph.ResultRole.LOSS || op.type().element() == ElementType.FLOAT,
                op,
                "the loss " + result.name() + " is not FLOAT");
    }

    private void verifyUpdates(Graph graph) {
        Set<Op> perExample = Placements.perExample(graph);
        Set<Op> targets = new HashSet<>();
        for (Graph.Update update : graph.updates()) {
            Op target = update.target();
            check(
                    List.of(target, update.value()).stream().allMatch(seen::contains),
                    target,
                    "an update of unknown ops");
            check(targets.add(target), target, "two updates of one source");
            check(kept(target), target, "an update of what is not kept");
            check(
                    target.type().equals(update.value().type()),
                    target,
                    "an update by " + update.value().type());
            check(!perExample.contains(update.value()), target, "an update by a value of one example");
        }
    }

    private static boolean kept(Op op) {
        return op.kind() instanceof OpKind.Source source
                && switch (source.role()) {
                    case PARAMETER, BUFFER, STATE -> true;
                    case INPUT, TARGET, GRADIENT, HYPER, COUNTER, COLUMN -> false;
                };
    }

    private void check(boolean holds, Op op, String reason) {
        if (!holds) {
            fail(op, reason);
        }
    }

    private void fail(Op op, String reason) {
        throw new IllegalStateException("this is a bug in dlmc, after " + stage + ": " + reason + "\n  in " + op
                + "\n  from " + op.origin().span() + " " + op.origin().name());
    }
}
