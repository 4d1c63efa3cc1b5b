package org.dlm.compiler.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dlm.compiler.chain.GroupUses;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;

/** Which values end in the weights or the state, and which of them can be computed right there; the others are copied. */
final class Targets {
    /** A place that takes a value; {@code old} is the op that stands for its present content, if the graph reads it. */
    record Target(Storage.InKept storage, Optional<Op> old) {}

    /** A copy at the end of the run. */
    record Copy(Op value, Storage.InKept to) {}

    private final MemoryRequest request;
    private final GroupUses uses;
    private final Map<Op, Target> inPlace = new LinkedHashMap<>();
    private final List<Copy> copies = new ArrayList<>();
    private final Set<Op> copied = new LinkedHashSet<>();

    private Targets(MemoryRequest request, GroupUses uses) {
        this.request = request;
        this.uses = uses;
    }

    static Targets of(MemoryRequest request, GroupUses uses) {
        Targets targets = new Targets(request, uses);
        for (Graph.Update update : request.plan().graph().updates()) {
            Storage.InKept place = targets.placeOf(update.target());
            targets.decide(update.value().root(), new Target(place, Optional.of(update.target())));
        }
        request.delivery().ifPresent(targets::deliver);
        return targets;
    }

    private void deliver(Storage.Kept array) {
        for (Graph.Result result : request.plan().graph().results()) {
            if (result.role() == Graph.ResultRole.VALUE
                    && request.layout(array).slot(result.name()).isPresent()) {
                decide(result.op().root(), new Target(slot(array, result.name()), Optional.empty()));
            }
        }
    }

    private void decide(Op value, Target target) {
        boolean isNew = uses.isStored(value) && !inPlace.containsKey(value);
        if (isNew
                && value.type().element() == ElementType.FLOAT
                && mayChange(target.storage.array(), uses.maker(value))
                && target.old.map(old -> fits(value, old)).orElse(true)) {
            inPlace.put(value, target);
        } else {
            copies.add(new Copy(value, target.storage));
            copied.add(value);
        }
    }

    private boolean mayChange(Storage.Kept array, int group) {
        return switch (array) {
            case WEIGHTS -> group >= request.provisional();
            case STATE, GRADIENTS -> true;
        };
    }

    /** Whether all other readers of the old value come before the group that makes the new one. */
    private boolean fits(Op value, Op old) {
        int maker = uses.maker(value);
        return uses.last(old) <= maker
                && InPlace.allowed(request.plan().groups().get(maker), value, old);
    }

    Optional<Target> inPlace(Op op) {
        return Optional.ofNullable(inPlace.get(op));
    }

    List<Copy> copies() {
        return copies;
    }

    /** The last group that reads the value; the end where it is read after the run. */
    int lastUse(Op op) {
        return copied.contains(op) ? uses.end() : uses.last(op);
    }

    private Storage.InKept placeOf(Op target) {
        if (target.kind() instanceof OpKind.Source source) {
            return switch (source.role()) {
                case PARAMETER, BUFFER -> slot(Storage.Kept.WEIGHTS, source.name());
                case STATE -> slot(Storage.Kept.STATE, source.name());
                case INPUT, TARGET, GRADIENT, HYPER, COUNTER, COLUMN ->
                    throw new IllegalStateException("this is a bug in dlmc: " + source + " cannot take a next value");
            };
        }
        throw new IllegalStateException("this is a bug in dlmc: only sources take a next value, not " + target);
    }

    /** The place of a tensor; an internal fault where the layout does not have it. */
    Storage.InKept slot(Storage.Kept array, String path) {
        return request.layout(array)
                .slot(path)
                .map(slot -> new Storage.InKept(array, slot.offset()))
                .orElseThrow(() -> new IllegalStateException("this is a bug in dlmc: " + path + " has no place in the "
                        + array.name().toLowerCase(java.util.Locale.ROOT)));
    }
}
