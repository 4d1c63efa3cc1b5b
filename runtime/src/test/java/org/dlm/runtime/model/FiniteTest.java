package org.dlm.runtime.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiniteTest {
    private static final List<TensorSlot> SLOTS = List.of(
            new TensorSlot("conv/W", Shape.of(2, 3), 0, true),
            new TensorSlot("count", Shape.SCALAR, 16, false),
            new TensorSlot("dense/W", Shape.of(100, 100), 32, true));

    private static final int LENGTH = 10_032;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void numbers_of_any_finite_size_are_no_finding(Precision precision) {
        Weights weights = new Weights(precision, SLOTS, LENGTH);
        double largest = precision == Precision.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        weights.set("conv/W", largest, -largest, -0.0, Float.MIN_VALUE, 1, 0);

        assertEquals(Optional.empty(), Finite.firstOther(weights));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void the_first_other_number_is_found_wherever_it_is(double other) {
        for (Precision precision : Precision.values()) {
            for (TensorSlot slot : SLOTS) {
                for (int index = 0; index < slot.shape().size(); index += 811) {
                    Weights weights = new Weights(precision, SLOTS, LENGTH);
                    weights.put(slot.offset() + index, other);
                    weights.put(slot.end() - 1, other);

                    Finite.Place place = Finite.firstOther(weights).orElseThrow();
                    assertEquals(new Finite.Place(slot.path(), slot.shape(), index, other), place);
                }
            }
        }
    }

    @Test
    void a_finding_reads_as_an_access() {
        assertEquals("conv/W[1, 2] is NaN", new Finite.Place("conv/W", Shape.of(2, 3), 5, Double.NaN).toString());
        assertEquals(
                "count is Infinity", new Finite.Place("count", Shape.SCALAR, 0, Double.POSITIVE_INFINITY).toString());
    }

    @Test
    void what_is_between_tensors_is_not_looked_at() {
        Weights weights = new Weights(Precision.F32, SLOTS, LENGTH);
        weights.put(7, Double.NaN);

        assertEquals(Optional.empty(), Finite.firstOther(weights));
    }
}
