package org.dlm.runtime.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients as a program changes them between the halves of a step. */
class GradientsTest {
    /** Listed in another order than placed, with a gap after each. */
    private static Gradients gradients(Precision precision) {
        Gradients gradients = new Gradients(
                precision,
                List.of(new TensorSlot("W", Shape.of(2, 1), 16, true), new TensorSlot("b", Shape.SCALAR, 12, true)),
                24);
        gradients.set("W", 3, -4);
        gradients.set("b", 12);
        return gradients;
    }

    @ParameterizedTest
    @EnumSource
    void are_summed_scaled_and_measured(Precision precision) {
        Gradients gradients = gradients(precision);
        Gradients copy = gradients.copy();

        gradients.add(copy);
        gradients.scale(0.25);

        assertArrayEquals(new double[] {1.5, -2}, gradients.get("W"));
        assertArrayEquals(new double[] {6}, gradients.get("b"));
        assertArrayEquals(new double[] {3, -4}, copy.get("W"));
        assertEquals(13, copy.norm());
    }

    @ParameterizedTest
    @EnumSource
    void are_not_added_to_those_of_another_model(Precision precision) {
        Gradients others = new Gradients(precision, List.of(), 8);

        assertEquals(
                "the storages differ: 24 " + precision + " values and 8 " + precision + " values",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> gradients(precision).add(others))
                        .getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void are_applied_once(Precision precision) {
        Gradients gradients = gradients(precision);
        assertThrows(IllegalStateException.class, gradients::spend);

        gradients.complete();
        gradients.spend();

        assertThrows(IllegalStateException.class, gradients::spend);
        gradients.complete();
        gradients.begin();
        assertThrows(IllegalStateException.class, gradients::spend);
    }

    @ParameterizedTest
    @EnumSource
    void gaps_are_cleared_and_tensors_are_not(Precision precision) {
        Gradients gradients = gradients(precision);
        for (int i = 0; i < gradients.length(); i++) {
            if (i != 12 && i != 16 && i != 17) {
                gradients.put(i, Double.NaN);
            }
        }

        gradients.clearGaps();

        assertEquals(13, gradients.norm());
        for (int i = 0; i < gradients.length(); i++) {
            assertEquals(i == 12 ? 12 : i == 16 ? 3 : i == 17 ? -4 : 0, gradients.at(i), "at " + i);
        }
    }
}
