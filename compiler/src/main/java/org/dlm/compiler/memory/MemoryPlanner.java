package org.dlm.compiler.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.chain.GroupUses;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.optimize.FusionGroup;

/**
 * Gives each value its storage, going through the groups in order: next values of parameters in the parameter's own place
 * where that is possible, everything else in an arena, where a value's space is free again after its last use.
 *
 * <p>An arena has three parts: first what does not depend on the batch, then what does, and scratch for what only chains read. In the
 * second part and in scratch places and sizes are counted for one example, so that the one plan holds for every batch size.
 *
 * <p>The chunks of a chain run one after the other, and threads at different ones: what is read by a chain keeps its space until the
 * chain ends, since where its examples have been another value's may be others. Each thread has scratch of its own, where a
 * space is free again within the chain.
 */
public final class MemoryPlanner {
    private final MemoryRequest request;
    private final GroupUses uses;
    private final Targets targets;
    private final Map<Integer, Chain> chains = new HashMap<>();
    private final Map<Op, Storage> outside = new HashMap<>();
    private final ArenaSpace floats;
    private final ArenaSpace ints;
    private final List<Planned> planned = new ArrayList<>();
    private final Map<Integer, List<Planned>> byLastUse = new HashMap<>();

    private MemoryPlanner(MemoryRequest request) {
        this.request = request;
        uses = new GroupUses(request.plan());
        targets = Targets.of(request, uses);
        for (Chain chain : request.chained().chains()) {
            for (int g = chain.first(); g <= chain.last(); g++) {
                chains.put(g, chain);
            }
        }
        floats = new ArenaSpace(Storage.Pool.FLOATS, Alignment.base(request.precision()));
        ints = new ArenaSpace(Storage.Pool.INTS, Alignment.baseOfInts());
    }

    public static MemoryPlan plan(MemoryRequest request) {
        return new MemoryPlanner(request).plan();
    }

    /** A value with its block, whose offset in the array is known only when all blocks are. */
    private record Planned(Op op, int first, int last, Optional<Op> inPlaceOf) {
        Lifetime lifetime(Map<Op, Storage> storage) {
            return new Lifetime(op, first, last, storage.get(op), inPlaceOf);
        }
    }

    private MemoryPlan plan() {
        placeSources();
        List<FusionGroup> groups = request.plan().groups();
        for (int g = 0; g < groups.size(); g++) {
            placeResultsOf(groups.get(g), g);
            release(g);
        }
        Transfers transfers = new Transfers(targets.copies(), outside, floats);
        floats.checkLength();
        ints.checkLength();
        SortedMap<Op, Storage> storage = storage();
        return new MemoryPlan(
                request.chained(),
                request.precision(),
                storage,
                planned.stream().map(value -> value.lifetime(storage)).toList(),
                transfers.plan(storage, floats),
                floats.length(),
                ints.length());
    }

    private SortedMap<Op, Storage> storage() {
        SortedMap<Op, Storage> storage = new TreeMap<>(Comparator.comparingInt(Op::id));
        storage.putAll(outside);
        planned.forEach(
                value -> storage.computeIfAbsent(value.op, op -> arena(op).storage(op)));
        return storage;
    }

    private void placeSources() {
        for (Op op : request.plan().graph().ops()) {
            if (op.kind() instanceof OpKind.Source source && op.type().element() != ElementType.NUMBER) {
                outside.put(op, storage(source));
            }
        }
    }

    private Storage storage(OpKind.Source source) {
        return switch (source.role()) {
            case INPUT, TARGET, COLUMN -> new Storage.InColumn(source.role(), source.name());
            case PARAMETER, BUFFER -> targets.slot(Storage.Kept.WEIGHTS, source.name());
            case STATE -> targets.slot(Storage.Kept.STATE, source.name());
            case GRADIENT -> targets.slot(Storage.Kept.GRADIENTS, source.name());
            case HYPER, COUNTER ->
                throw new IllegalStateException("this is a bug in dlmc: " + source + " is no number");
        };
    }

    private void placeResultsOf(FusionGroup group, int g) {
        for (Op op : group.ops()) {
            if (group.stored().contains(op) && op.type().element() != ElementType.NUMBER) {
                Planned value = new Planned(op, g, targets.lastUse(op), place(group, op, g));
                planned.add(value);
                byLastUse
                        .computeIfAbsent(free(value), last -> new ArrayList<>())
                        .add(value);
            }
        }
    }

    /** The group after which a value's space is free. */
    private int free(Planned value) {
        Optional<Chain> chain = chainOf(value.last);
        return scratchOf(value.op, value.first).isPresent()
                ? value.last
                : chain.map(Chain::last).orElse(value.last);
    }

    private Optional<Chain> chainOf(int group) {
        return Optional.ofNullable(chains.get(group));
    }

    /** The chain that makes a value of a group, where it alone reads it. */
    private Optional<Chain> scratchOf(Op op, int group) {
        return chainOf(group).filter(chain -> targets.lastUse(op) <= chain.last());
    }

    /** Places a value, and tells in whose elements. */
    private Optional<Op> place(FusionGroup group, Op op, int g) {
        Optional<Targets.Target> target = targets.inPlace(op);
        if (target.isPresent()) {
            outside.put(op, target.get().storage());
            return target.get().old();
        }
        Optional<Op> dying = dyingOperand(group, op, g);
        dying.ifPresentOrElse(old -> arena(op).handOver(old, op), () -> take(op, g));
        return dying;
    }

    private void take(Op op, int g) {
        scratchOf(op, g)
                .ifPresentOrElse(
                        chain -> arena(op).take(op, chain), () -> arena(op).take(op));
    }

    /**
     * An operand in an arena that nobody reads after this group, of the same size, in whose elements the op may be computed. Not for
     * reductions: their kernels may keep sums in the place of a result while they still read their operands.
     */
    private Optional<Op> dyingOperand(FusionGroup group, Op op, int g) {
        if (group.kind() != FusionGroup.Kind.POINTWISE) {
            return Optional.empty();
        }
        return group.ops().stream()
                .flatMap(reader -> reader.operands().stream())
                .map(Op::root)
                .filter(old -> arena(op).holds(old) && !group.stored().contains(old))
                .filter(old -> targets.lastUse(old) == g)
                .filter(old -> old.type().batched() == op.type().batched()
                        && old.type().fixedElements() == op.type().fixedElements())
                .filter(old -> isInSameScratch(old, op, g))
                .filter(old -> InPlace.allowed(group, op, old))
                .findFirst();
    }

    /** What a chain only hands on has no place for the others' examples. */
    private boolean isInSameScratch(Op old, Op op, int g) {
        return scratchOf(old, uses.maker(old)).equals(scratchOf(op, g));
    }

    private void release(int g) {
        byLastUse.getOrDefault(g, List.of()).stream()
                .filter(value -> arena(value.op).holds(value.op))
                .forEach(value -> arena(value.op).giveBack(value.op));
    }

    private ArenaSpace arena(Op op) {
        return switch (op.type().element()) {
            case FLOAT -> floats;
            case INT, BOOL -> ints;
            case NUMBER -> throw new IllegalStateException("this is a bug in dlmc: a number has no storage: " + op);
        };
    }
}
