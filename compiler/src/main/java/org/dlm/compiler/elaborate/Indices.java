package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;

/**
 * All indices of one elaboration by their running number. An index whose range is not stated begins unknown; the first place where it
 * stands alone gives it its range (rule 2 of index notation).
 */
final class Indices {
    private record Index(String name, Optional<Extent> extent, boolean inferred) {}

    /** A place met while ranges are being found, with the size of the dimension that it goes through. */
    record Use(org.dlm.compiler.graph.Affine place, Extent extent) {}

    private final List<Use> uses = new ArrayList<>();
    private int passedOver;
    private final List<Index> indices = new ArrayList<>();
    private final List<Axis> axes = new ArrayList<>();

    int add(String name, Extent extent) {
        return add(new Index(name, Optional.of(extent), false));
    }

    /** An index whose range was found from where it stands alone: all such places must agree. */
    int addInferred(String name, Extent extent) {
        return add(new Index(name, Optional.of(extent), true));
    }

    int addUnknown(String name) {
        return add(new Index(name, Optional.empty(), true));
    }

    private int add(Index index) {
        indices.add(index);
        axes.add(new Axis(index.name(), index.extent().orElse(Extent.of(0))));
        return indices.size() - 1;
    }

    /** The places met in the attempts to find ranges. */
    List<Use> uses() {
        return uses;
    }

    /** How many places said nothing so far, since a group in them had no length yet. */
    int passedOver() {
        return passedOver;
    }

    void passOver() {
        passedOver++;
    }

    boolean inferred(int index) {
        return indices.get(index).inferred();
    }

    String name(int index) {
        return indices.get(index).name();
    }

    Optional<Extent> extent(int index) {
        return indices.get(index).extent();
    }

    void resolve(int index, Extent extent) {
        indices.set(index, new Index(name(index), Optional.of(extent), inferred(index)));
        axes.set(index, new Axis(name(index), extent));
    }

    /** The axis of an index; one whose range is still unknown counts as empty. */
    Axis axis(int index) {
        return axes.get(index);
    }

    /** All indices as axes, for interval arithmetic over places in index numbers. */
    List<Axis> axes() {
        return Collections.unmodifiableList(axes);
    }
}
