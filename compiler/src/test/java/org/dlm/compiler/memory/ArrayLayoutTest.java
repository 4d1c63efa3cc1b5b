package org.dlm.compiler.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.memory.ArrayLayout.Room;
import org.dlm.compiler.memory.ArrayLayout.Slot;
import org.dlm.compiler.memory.ArrayLayout.Tensor;
import org.junit.jupiter.api.Test;

/** Places of tensors, and of runs of them. */
class ArrayLayoutTest {
    private static final Tensor W = new Tensor("W", TensorType.of(ElementType.FLOAT, 3, 7), true);
    private static final Tensor B = new Tensor("b", TensorType.of(ElementType.FLOAT), true);
    private static final Tensor MEAN = new Tensor("mean", TensorType.of(ElementType.FLOAT, 16), false);

    private static final ArrayLayout LAYOUT = ArrayLayout.of(Precision.F32, List.of(W, B, MEAN));

    private static Tensor run(long elements) {
        return new Tensor("W to b", ArrayLayout.typeOfRun(elements), true);
    }

    @Test
    void each_tensor_begins_at_a_multiple_of_16_from_the_first_one() {
        assertEquals(
                List.of(12, 12 + 32, 12 + 48),
                LAYOUT.slots().stream().map(Slot::offset).toList());
        assertEquals(12 + 64 + Alignment.SLACK, LAYOUT.length());
    }

    @Test
    void a_run_is_a_name_for_tensors_and_the_gaps_behind_them() {
        ArrayLayout layout = LAYOUT.withRun(run(48), "W");

        assertEquals(new Slot(run(48), 12), layout.slot("W to b").orElseThrow());
        assertEquals(TensorType.of(ElementType.FLOAT, 3, 16), ArrayLayout.typeOfRun(48));
        assertEquals(LAYOUT.slots(), layout.slots());
        assertEquals(LAYOUT.length(), layout.length());
        assertTrue(LAYOUT.slot("W to b").isEmpty());
    }

    @Test
    void a_run_ends_with_a_tensor() {
        assertEquals(
                "this is a bug in dlmc: the run W to b ends within W",
                assertThrows(IllegalStateException.class, () -> LAYOUT.withRun(run(16), "W"))
                        .getMessage());
    }

    @Test
    void the_order_of_listing_is_not_that_of_places() {
        ArrayLayout listed = LAYOUT.listed(Comparator.comparing(Slot::path));

        assertEquals(
                List.of("W", "b", "mean"),
                listed.slots().stream().map(Slot::path).toList());
        assertEquals(
                List.of("mean", "b", "W"),
                LAYOUT.listed(Comparator.comparing(Slot::path).reversed()).slots().stream()
                        .map(Slot::path)
                        .toList());
        assertEquals(
                List.of(W, B, MEAN),
                LAYOUT.listed(Comparator.comparing(Slot::path).reversed()).placed());
    }

    @Test
    void a_room_may_be_larger_than_its_tensor() {
        ArrayLayout layout = ArrayLayout.ofRooms(Precision.F64, List.of(new Room(B, 32), Room.of(MEAN)));

        assertEquals(List.of(6, 38), layout.slots().stream().map(Slot::offset).toList());
    }
}
