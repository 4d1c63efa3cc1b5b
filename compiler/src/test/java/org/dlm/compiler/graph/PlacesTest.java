package org.dlm.compiler.graph;

import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final List<Axis> AXES = List.of(axis("i", 6), axis("r", 2));

    @Test
    void remainder_of_what_is_smaller_is_itself() {
        assertEquals(at(1), Places.simplified(Affine.of(new IndexTerm.Remainder(at(1), 2)), AXES));
        assertEquals(at(1).plus(1), Places.simplified(Affine.of(new IndexTerm.Remainder(at(1).plus(4), 3)), AXES));
    }

    @Test
    void quotient_within_one_period_is_a_number() {
        assertEquals(Affine.constant(0), Places.simplified(Affine.of(new IndexTerm.Quotient(at(1), 2)), AXES));
        assertEquals(at(0), Places.simplified(at(0).times(2).plus(at(1)).dividedBy(2), AXES));
    }

    @Test
    void what_depends_stays() {
        Affine place = at(0).dividedBy(4);
        assertEquals(place, Places.simplified(place, AXES));
    }

    @Test
    void inside_is_proven_by_intervals() {
        assertTrue(Places.inside(at(0).plus(at(1)), Extent.of(7), AXES));
        assertFalse(Places.inside(at(0).plus(at(1)), Extent.of(6), AXES));
        assertFalse(Places.inside(at(0).minus(at(1)), Extent.of(7), AXES));
    }
}
