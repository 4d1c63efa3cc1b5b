package org.dlm.compiler.memory;

import java.util.Optional;
import org.dlm.compiler.graph.Op;

/**
 * The live range of a value that a group computes: from its own group to the last one that reads it, by their numbers in
 * order. What is read after the run has the number of groups as its last use.
 *
 * @param inPlaceOf the value in whose elements this one is computed
 */
public record Lifetime(Op op, int first, int last, Storage storage, Optional<Op> inPlaceOf) {
    /** Elements of one example where the value is batched, else of all. */
    public long elements() {
        return op.type().fixedElements();
    }
}
