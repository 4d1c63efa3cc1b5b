package org.dlm.compiler.rewrite;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.junit.jupiter.api.Test;

/** Rules on places: comparisons, guards and index maps that the ranges of the axes decide. */
class PlaceRulesTest {
    private final Rewriting given = new Rewriting();
    private final Scalar i = new Scalar.IndexValue(at(0));

    private static Scalar whole(int value) {
        return Scalars.literal(value);
    }

    @Test
    void comparisons_of_places_are_decided_by_ranges() {
        RewriteRule rule = new CompareByIntervals();
        assertEquals("1", given.body(rule, apply(Primitive.LE, whole(0), i)));
        assertEquals("1", given.body(rule, apply(Primitive.LT, i, whole(6))));
        assertEquals("0", given.body(rule, apply(Primitive.EQ, i, whole(6))));
        assertEquals("1", given.body(rule, apply(Primitive.NE, new Scalar.IndexValue(at(0).plus(1)), whole(0))));
        assertEquals("((i0) < 5)", given.body(rule, apply(Primitive.LT, i, whole(5))));
    }

    @Test
    void integer_arithmetic_of_axes_is_one_place() {
        RewriteRule rule = new FoldIndexArithmetic();
        Scalar place = Scalars.add(Scalars.multiply(i, whole(2)), apply(Primitive.REMAINDER, i, whole(2)));
        assertEquals("(2 * i0 + (i0) % 2)", given.body(rule, place));
        assertEquals("(div(i0 + 2, 3))", given.body(rule, apply(Primitive.CEIL_DIV, i, whole(3))));
        assertEquals("7", given.body(rule, new Scalar.IndexValue(Affine.constant(7))));
    }

    @Test
    void arithmetic_that_may_wrap_stays() {
        Scalar large = Scalars.multiply(i, whole(1 << 30));
        assertEquals("((i0) * 1073741824)", given.body(new FoldIndexArithmetic(), large));
    }

    @Test
    void quotients_within_one_period_go() {
        Affine div = at(0).dividedBy(6);
        Affine rest = at(0).modulo(6);
        assertEquals("w[0, i0]", given.body(new SimplifyPlaces(), load(given.w, div, rest)));
        Affine half = at(0).dividedBy(2);
        assertEquals("w[div(i0, 2), 1]", given.body(new SimplifyPlaces(), load(given.w, half, Affine.constant(1))));
    }

    @Test
    void proven_guards_go() {
        RewriteRule rule = new DropProvenGuards();
        assertEquals("w[2, i0]", given.body(rule, guarded(given.w, zero(), Affine.constant(2), at(0))));
        assertEquals("0.0", given.body(rule, guarded(given.x, zero(), at(0).plus(6))));
        assertEquals("x[i0 - 1 | 0.0]", given.body(rule, guarded(given.x, zero(), at(0).plus(-1))));
    }

    @Test
    void data_that_is_affine_becomes_a_place_where_it_is_inside() {
        RewriteRule rule = new StateAffinePlaces();
        assertEquals("x", given.body(rule, load(given.x, new Subscript.Data(i))));
        Scalar.Load mayBeOutside = (Scalar.Load) guarded(given.x, zero(), new Subscript.Data(i));
        assertEquals("x[i0 | 0.0]", given.body(rule, mayBeOutside));
        Scalar gather = load(given.x, new Subscript.Data(load(given.n, at(0))));
        assertEquals("x[n[i0]]", given.body(rule, gather));
    }

    @Test
    void a_transposition_is_read_through() {
        Op turned =
                given.builder.pointwise(List.of(axis("j", 6), axis("i", 4)), load(given.w, at(1), at(0)), origin("t"));
        Scalar read = apply(Primitive.EXP, load(turned, at(0), Affine.constant(3)));
        assertEquals("exp(w[3, i0])", given.body(new ReadThroughIndexMaps(), read));
        Scalar beyond = apply(Primitive.EXP, guarded(turned, zero(), at(0).plus(1), Affine.constant(3)));
        assertEquals("exp(w[3, i0 + 1 | 0.0])", given.body(new ReadThroughIndexMaps(), beyond));
    }

    @Test
    void padding_is_read_through_without_a_second_guard_only() {
        Op padded =
                given.builder.pointwise(List.of(axis("t", 8)), guarded(given.x, zero(), at(0).plus(-1)), origin("p"));
        Scalar inside = apply(Primitive.EXP, load(padded, at(0).plus(2)));
        assertEquals("exp(x[i0 + 1 | 0.0])", given.body(new ReadThroughIndexMaps(), inside));
        Scalar guardedAgain = apply(Primitive.EXP, guarded(padded, Scalars.literal(1.0), at(0).plus(4)));
        String after = given.body(new ReadThroughIndexMaps(), guardedAgain);
        assertTrue(after.endsWith("[i0 + 4 | 1.0])") && !after.contains("x["), after);
    }
}
