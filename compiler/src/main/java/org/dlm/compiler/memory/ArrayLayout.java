package org.dlm.compiler.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;

/**
 * The places of named tensors in one array that outlives a run: the weights, or an optimizer's state. All programs of a model
 * share the layout of its weights, so it is made once and before them.
 *
 * @param length of the array; the slack at its end included
 */
public record ArrayLayout(List<Slot> slots, int length) {
    public ArrayLayout {
        slots = List.copyOf(slots);
    }

    /** A tensor to be placed; {@code trained} tells parameters from everything else. */
    public record Tensor(String path, TensorType type, boolean trained) {}

    /** A placed tensor. */
    public record Slot(Tensor tensor, int offset) {
        public String path() {
            return tensor.path();
        }
    }

    /** One tensor after the other, each aligned. */
    public static ArrayLayout of(Precision precision, List<Tensor> tensors) {
        List<Slot> slots = new ArrayList<>();
        long offset = Alignment.base(precision);
        for (Tensor tensor : tensors) {
            slots.add(new Slot(tensor, Math.toIntExact(offset)));
            offset += Alignment.up(tensor.type().fixedElements());
            ArrayTooLargeException.check(
                    "what is kept up to " + tensor.path() + ", added up,", offset + Alignment.SLACK);
        }
        return new ArrayLayout(slots, Math.toIntExact(offset + Alignment.SLACK));
    }

    public Optional<Slot> slot(String path) {
        return slots.stream().filter(slot -> slot.path().equals(path)).findFirst();
    }
}
