package org.dlm.compiler.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;

/**
 * The places of named tensors in one array that outlives a run: the weights, an optimizer's state, or gradients. All programs of a
 * model share the layout of its weights, so it is made once and before them.
 *
 * @param slots the tensors in the order in which files and descriptions list them
 * @param runs tensors next to each other under one name, with the elements between them; they take no place of their own
 * @param length of the array; the slack at its end included
 */
public record ArrayLayout(List<Slot> slots, List<Slot> runs, int length) {
    public ArrayLayout {
        slots = List.copyOf(slots);
        runs = List.copyOf(runs);
    }

    /** A tensor to be placed; {@code trained} tells parameters from everything else. */
    public record Tensor(String path, TensorType type, boolean trained) {}

    /** A tensor with the elements that it takes, at least its own: a multiple of {@link Alignment#ELEMENTS}. */
    public record Room(Tensor tensor, long elements) {
        /** No more than its alignment asks for. */
        public static Room of(Tensor tensor) {
            return new Room(tensor, Alignment.up(tensor.type().fixedElements()));
        }
    }

    /** A placed tensor. */
    public record Slot(Tensor tensor, int offset) {
        public String path() {
            return tensor.path();
        }

        long end() {
            return offset + tensor.type().fixedElements();
        }
    }

    /** One tensor after the other, each aligned. */
    public static ArrayLayout of(Precision precision, List<Tensor> tensors) {
        return ofRooms(precision, tensors.stream().map(Room::of).toList());
    }

    /** One room after the other. */
    public static ArrayLayout ofRooms(Precision precision, List<Room> rooms) {
        List<Slot> slots = new ArrayList<>();
        long offset = Alignment.base(precision);
        for (Room room : rooms) {
            slots.add(new Slot(room.tensor, Math.toIntExact(offset)));
            offset += room.elements;
            ArrayTooLargeException.check(
                    "what is kept up to " + room.tensor.path() + ", added up,", offset + Alignment.SLACK);
        }
        return new ArrayLayout(slots, List.of(), Math.toIntExact(offset + Alignment.SLACK));
    }

    /** The same places, listed in another order. */
    public ArrayLayout listed(Comparator<Slot> order) {
        return new ArrayLayout(slots.stream().sorted(order).toList(), runs, length);
    }

    /** The type of so many elements, with those between tensors, as one: rows as long as the widest vector. */
    public static TensorType typeOfRun(long elements) {
        return new TensorType(
                ElementType.FLOAT,
                List.of(Extent.of(Math.toIntExact(elements / Alignment.ELEMENTS)), Extent.of(Alignment.ELEMENTS)));
    }

    /** The same with a name for the elements from the begin of a tensor on. */
    public ArrayLayout withRun(Tensor run, String first) {
        Slot whole = new Slot(run, slot(first).orElseThrow().offset);
        for (Slot slot : slots) {
            if (slot.offset < whole.end() && slot.end() > whole.end()
                    || slot.offset < whole.offset && slot.end() > whole.offset) {
                throw new IllegalStateException(
                        "this is a bug in dlmc: the run " + run.path() + " ends within " + slot.path());
            }
        }
        return new ArrayLayout(
                slots, Stream.concat(runs.stream(), Stream.of(whole)).toList(), length);
    }

    /** The tensors in the order of their places. */
    public List<Tensor> placed() {
        return slots.stream()
                .sorted(Comparator.comparingInt(Slot::offset))
                .map(Slot::tensor)
                .toList();
    }

    /** The place of a tensor or run. */
    public Optional<Slot> slot(String path) {
        return Stream.concat(slots.stream(), runs.stream())
                .filter(slot -> slot.path().equals(path))
                .findFirst();
    }
}
