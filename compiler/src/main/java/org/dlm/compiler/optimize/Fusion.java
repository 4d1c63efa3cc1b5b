package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Places;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;

/**
 * Puts ops into groups that are computed together, so that what one makes and the next reads never goes to memory. Greedy, in a
 * fixed order, the most profitable kinds first:
 *
 * <ol>
 *   <li>what is pointwise behind a contraction becomes its epilogue, done while the result is in registers;
 *   <li>reductions along short rows and what is around them become one pass over the rows, which stay in the cache;
 *   <li>what is pointwise behind another reduction becomes its epilogue;
 *   <li>pointwise ops over the same domain that read one another or the same large operand become one loop.
 * </ol>
 *
 * <p>Two groups become one only if nothing has to stand between them ({@link GroupGraph#mayJoin}).
 */
final class Fusion {
    /**
     * A loop over more arrays than this is no faster than two loops: the first-level cache has 8 ways, and the processor follows
     * about so many streams.
     */
    private static final int MOST_STREAMS = 10;
    /** Longer chains make methods that the JIT compiles badly. */
    private static final int MOST_OPS = 24;

    private final Graph graph;
    private final Uses uses;
    private final GroupGraph groups;
    private final Set<Op> rows = new HashSet<>();
    private final Set<Op> updated = new HashSet<>();

    private Fusion(Graph graph) {
        this.graph = graph;
        this.uses = new Uses(graph);
        this.groups = new GroupGraph(graph, uses);
        graph.updates().forEach(update -> updated.add(update.value()));
    }

    static FusionPlan apply(Graph graph) {
        return new Fusion(graph).fused().plan();
    }

    /** How many groups were looked at to decide what may be joined. */
    static long visited(Graph graph) {
        return new Fusion(graph).fused().groups.visited();
    }

    private Fusion fused() {
        reductions().filter(ContractionPattern::hasReuse).forEach(this::takeEpilogue);
        reductions().filter(op -> !ContractionPattern.hasReuse(op)).forEach(this::takeRows);
        reductions().filter(op -> !ContractionPattern.hasReuse(op)).forEach(this::takeEpilogue);
        joinPointwise();
        return this;
    }

    private Stream<Op> reductions() {
        return groups.ops().stream().filter(Fusion::isReduction);
    }

    // ---- epilogues

    /**
     * A contraction takes no update of a kept value: an optimizer step reads and writes many arrays, for which a tile of registers is
     * the wrong shape (Adam has 6, and 16 registers each), and what is updated in place must not be computed twice, which tiles
     * do at borders. The gradient goes to memory and back instead, 8 of the step's 36 bytes for each element.
     */
    private void takeEpilogue(Op reduction) {
        if (!groups.alone(reduction)) {
            return;
        }
        List<Axis> outer = indexed(reduction).free();
        boolean contraction = ContractionPattern.hasReuse(reduction);
        NavigableSet<Op> readers = inOrder(uses.readers(reduction));
        while (!readers.isEmpty()) {
            Op op = readers.removeFirst();
            boolean allowed = !(contraction && updated.contains(op));
            if (allowed && isLonePointwise(op, outer) && readsGroupAtOwnElement(op, reduction, true)) {
                joinIfPossible(reduction, op);
                if (!groups.alone(op)) {
                    readers.addAll(uses.readers(op));
                }
            }
        }
    }

    private static NavigableSet<Op> inOrder(Collection<Op> ops) {
        NavigableSet<Op> ordered = new TreeSet<>(Comparator.comparingInt(Op::id));
        ordered.addAll(ops);
        return ordered;
    }

    private boolean isLonePointwise(Op op, List<Axis> outer) {
        return op.pointwise()
                && op.type().element() != ElementType.NUMBER
                && groups.alone(op)
                && Access.extents(indexed(op).free()).equals(Access.extents(outer));
    }

    /** Whether every read between the op and the group is at the same element. */
    private boolean readsGroupAtOwnElement(Op op, Op member, boolean atLeastOne) {
        Set<Op> group = Set.copyOf(groups.group(member));
        boolean reads = false;
        for (Scalar.Load load : Access.loads(op)) {
            if (group.contains(load.source().root())) {
                if (!group.contains(load.source())
                        || !Places.isOwnElement(load, op.type().rank())) {
                    return false;
                }
                reads = true;
            }
        }
        return reads || !atLeastOne;
    }

    private void joinIfPossible(Op group, Op op) {
        if (streams(group, op) <= MOST_STREAMS && isOneMethod(group, op) && groups.mayJoin(group, op)) {
            groups.join(group, op);
        }
    }

    /** Whether Java can hold the kernel of the two groups in one method, and the JIT compiles it well. */
    private boolean isOneMethod(Op group, Op op) {
        Set<Op> members = new LinkedHashSet<>(groups.group(group));
        boolean few = members.size() < MOST_OPS;
        members.addAll(groups.group(op));
        return few && KernelSize.of(members).fits();
    }

    /** Large arrays that the two groups would read or write together. */
    private int streams(Op a, Op b) {
        Set<Op> members = new LinkedHashSet<>(groups.group(a));
        members.addAll(groups.group(b));
        double size = Work.elements(b);
        Set<Op> arrays = new HashSet<>();
        for (Op member : members) {
            for (Scalar.Load load : Access.loads(member)) {
                Op root = load.source().root();
                if (!members.contains(root) && 2 * Work.elements(root) >= size) {
                    arrays.add(root);
                }
            }
            if (isStored(member, members)) {
                arrays.add(member);
            }
        }
        return arrays.size();
    }

    // ---- rows

    private void takeRows(Op reduction) {
        List<Axis> outer = indexed(reduction).free();
        if (!groups.alone(reduction) || outer.isEmpty() || !Rows.areRows(reduction, outer)) {
            return;
        }
        rows.add(reduction);
        NavigableSet<Op> neighbours = inOrder(neighbours(reduction));
        boolean grown = true;
        while (grown) {
            grown = growRows(reduction, outer, neighbours);
        }
    }

    /** One walk over the neighbours; those that a new member brings are met too if they come later. */
    private boolean growRows(Op reduction, List<Axis> outer, NavigableSet<Op> neighbours) {
        boolean grown = false;
        NavigableSet<Op> open = inOrder(neighbours);
        while (!open.isEmpty()) {
            Op op = open.removeFirst();
            if (belongsToRows(op, reduction, outer) && isOneMethod(reduction, op) && groups.mayJoin(reduction, op)) {
                groups.join(reduction, op);
                // what began rows of its own, and stayed alone, now goes along those of another one
                rows.remove(op);
                NavigableSet<Op> more = inOrder(neighbours(op));
                neighbours.addAll(more);
                open.addAll(more.tailSet(op, false));
                grown = true;
            }
        }
        return grown;
    }

    private boolean belongsToRows(Op op, Op reduction, List<Axis> outer) {
        return op != reduction
                && groups.alone(op)
                && Rows.areRows(op, outer)
                && isNeighbour(op, reduction, outer.size());
    }

    /** What reads the op or is read by it. */
    private List<Op> neighbours(Op op) {
        return Stream.concat(uses.readers(op).stream(), op.operands().stream().map(Op::root))
                .filter(GroupGraph::isComputed)
                .toList();
    }

    /** Whether the op reads a member or is read by one, always in its own row. */
    private boolean isNeighbour(Op op, Op member, int outer) {
        List<Op> group = groups.group(member);
        boolean touches = false;
        for (Op reader : concat(group, op)) {
            for (Scalar.Load load : Access.loads(reader)) {
                Op root = load.source().root();
                boolean between = reader == op ? group.contains(root) : root == op;
                if (between) {
                    if (root != load.source() || !Places.isOwnRow(load, outer)) {
                        return false;
                    }
                    touches = true;
                }
            }
        }
        return touches;
    }

    private static List<Op> concat(List<Op> group, Op op) {
        List<Op> all = new ArrayList<>(group);
        all.add(op);
        return all;
    }

    // ---- pointwise

    private void joinPointwise() {
        NearGroups near = new NearGroups();
        for (Op op : groups.ops()) {
            if (!op.pointwise() || op.type().element() == ElementType.NUMBER || !groups.alone(op)) {
                continue;
            }
            Set<Op> large = largeOperands(op);
            Optional<Op> joined = near.of(op, large).stream()
                    .filter(group -> joinsPointwise(op, group))
                    .findFirst();
            near.add(joined.orElse(op), op, large);
        }
    }

    /** What moves elements across rows has no vector form: beside it nothing else would have one. */
    private boolean joinsPointwise(Op op, Op group) {
        if (Access.turns(op) == Access.turns(group)
                && isLonePointwise(op, indexed(group).free())
                && belongsTo(op, group)) {
            joinIfPossible(group, op);
        }
        return !groups.alone(op);
    }

    /** Whether the op reads the group, or a large operand that the group reads too. */
    private boolean belongsTo(Op op, Op group) {
        if (readsGroupAtOwnElement(op, group, true)) {
            return true;
        }
        if (!readsGroupAtOwnElement(op, group, false)) {
            return false;
        }
        Set<Op> read = largeOperands(op);
        return groups.group(group).stream()
                .anyMatch(member -> largeOperands(member).stream().anyMatch(read::contains));
    }

    private static Set<Op> largeOperands(Op op) {
        Set<Op> operands = new HashSet<>();
        for (Scalar.Load load : Access.loads(op)) {
            Op root = load.source().root();
            if (2 * Work.elements(root) >= Work.elements(op) && root.type().rank() > 0) {
                operands.add(root);
            }
        }
        return operands;
    }

    // ---- the plan

    private FusionPlan plan() {
        List<FusionGroup> planned = new ArrayList<>();
        for (List<Op> ops : groups.inOrder()) {
            FusionGroup.Kind kind = kind(ops);
            Set<Op> members = Set.copyOf(ops);
            List<Axis> outer = outer(ops, kind);
            Set<Op> stored = new HashSet<>();
            for (Op op : ops) {
                boolean rowRead = kind == FusionGroup.Kind.ROWS && op.type().rank() > outer.size();
                if (rowRead || isStored(op, members)) {
                    stored.add(op);
                }
            }
            planned.add(new FusionGroup(kind, outer, ops, stored));
        }
        return new FusionPlan(graph, planned);
    }

    private boolean isStored(Op op, Set<Op> group) {
        return uses.offered(op) || uses.readers(op).stream().anyMatch(reader -> !group.contains(reader));
    }

    private FusionGroup.Kind kind(List<Op> ops) {
        Op first = ops.getFirst();
        return switch (first.kind()) {
            case OpKind.Draw draw -> FusionGroup.Kind.DRAW;
            case OpKind.ScatterAdd scatter -> FusionGroup.Kind.SCATTER;
            case OpKind.Indexed indexed when first.type().element() == ElementType.NUMBER -> FusionGroup.Kind.NUMBER;
            case OpKind.Indexed indexed -> kindOfLoops(ops, indexed);
            case OpKind.Source source -> throw new IllegalStateException("bug in dlmc: a source in a group: " + first);
            case OpKind.Reshape reshape ->
                throw new IllegalStateException("bug in dlmc: an alias in a group: " + first);
        };
    }

    private FusionGroup.Kind kindOfLoops(List<Op> ops, OpKind.Indexed first) {
        boolean seed = ops.stream().anyMatch(rows::contains);
        List<Extent> outer = Access.extents(first.free());
        boolean epilogue = isReduction(ops.getFirst())
                && ops.stream()
                        .skip(1)
                        .allMatch(op -> op.pointwise() && op.type().shape().equals(outer));
        if (seed && !epilogue) {
            return FusionGroup.Kind.ROWS;
        }
        return isReduction(ops.getFirst()) ? FusionGroup.Kind.REDUCTION : FusionGroup.Kind.POINTWISE;
    }

    private List<Axis> outer(List<Op> ops, FusionGroup.Kind kind) {
        return switch (kind) {
            case POINTWISE, REDUCTION -> indexed(ops.getFirst()).free();
            case ROWS ->
                indexed(ops.stream().filter(rows::contains).findFirst().orElseThrow())
                        .free();
            case SCATTER, DRAW, NUMBER -> List.of();
        };
    }

    private static OpKind.Indexed indexed(Op op) {
        return (OpKind.Indexed) op.kind();
    }

    private static boolean isReduction(Op op) {
        return op.kind() instanceof OpKind.Indexed indexed
                && indexed.reduction() != Reduction.NONE
                && op.type().element() != ElementType.NUMBER;
    }
}
