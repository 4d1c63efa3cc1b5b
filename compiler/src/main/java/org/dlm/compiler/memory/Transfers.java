package org.dlm.compiler.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;

/**
 * Puts the copies at the end of a run in an order in which none destroys what another still has to read: what is read from a
 * place that another copy overwrites goes through the arena first.
 */
final class Transfers {
    private record Staged(Targets.Copy copy, long start) {}

    private final List<Staged> staged = new ArrayList<>();
    private final List<Targets.Copy> direct = new ArrayList<>();

    /** Chooses what is staged and reserves its space. */
    Transfers(List<Targets.Copy> copies, Map<Op, Storage> outside, ArenaSpace floats) {
        Set<Storage> overwritten = copies.stream().map(Targets.Copy::to).collect(Collectors.toSet());
        for (Targets.Copy copy : copies) {
            boolean isSource = copy.value().kind() instanceof OpKind.Source;
            if (isSource && overwritten.contains(outside.get(copy.value()))) {
                staged.add(new Staged(copy, floats.reserve(copy.value().type().fixedElements())));
            } else {
                direct.add(copy);
            }
        }
    }

    List<Transfer> plan(Map<Op, Storage> storage, ArenaSpace floats) {
        List<Transfer> transfers = new ArrayList<>();
        for (Staged s : staged) {
            transfers.add(transfer(s.copy.value(), storage.get(s.copy.value()), floats.shared(s.start)));
        }
        for (Targets.Copy copy : direct) {
            transfers.add(transfer(copy.value(), storage.get(copy.value()), copy.to()));
        }
        for (Staged s : staged) {
            transfers.add(transfer(s.copy.value(), floats.shared(s.start), s.copy.to()));
        }
        return transfers;
    }

    private static Transfer transfer(Op value, Storage from, Storage to) {
        return new Transfer(value, from, to, Math.toIntExact(value.type().fixedElements()));
    }
}
