package org.dlm.compiler.interpret;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.OpKind;

/**
 * What a graph reads from outside: the elements of its sources (those of all examples, one after the other, where a source is
 * per example), the number of examples, and the seed and step of its draws.
 *
 * @param firstSlot the place of the first example among the slots of the step, for draws
 */
public record Inputs(Map<Key, double[]> sources, int batch, long seed, long step, int firstSlot) {
    /** Role and name of a source. */
    public record Key(OpKind.Role role, String name) {}

    public Inputs {
        sources = Map.copyOf(sources);
    }

    public static Inputs ofBatch(int batch) {
        return new Inputs(Map.of(), batch, 0, 1, 0);
    }

    /** The same with the elements of one more source, or others for it. */
    public Inputs with(OpKind.Role role, String name, double... elements) {
        Map<Key, double[]> more = new LinkedHashMap<>(sources);
        more.put(new Key(role, name), elements);
        return new Inputs(more, batch, seed, step, firstSlot);
    }

    public Inputs withSeed(long newSeed) {
        return new Inputs(sources, batch, newSeed, step, firstSlot);
    }

    public Inputs withStep(long newStep) {
        return new Inputs(sources, batch, seed, newStep, firstSlot);
    }

    public Inputs withFirstSlot(int newFirstSlot) {
        return new Inputs(sources, batch, seed, step, newFirstSlot);
    }

    Optional<double[]> elements(OpKind.Source source) {
        return Optional.ofNullable(sources.get(new Key(source.role(), source.name())));
    }
}
