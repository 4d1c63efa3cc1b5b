package org.dlm.compiler.rewrite;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.product;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;
import org.junit.jupiter.api.Test;

/** Rules on whole ops: where each fires, where it must not, and (inside {@link Rewriting}) the same numbers. */
class OpRulesTest {
    private final Rewriting given = new Rewriting();
    private final Axis rows = axis("r", 4);
    private final Axis columns = axis("k", 6);

    private Op reduce(Reduction reduction, List<Axis> free, List<Axis> reduced, Scalar body) {
        return given.builder.indexed(free, reduction, reduced, body, origin("out"));
    }

    private static String body(String ops) {
        return ops.substring(ops.indexOf("= ") + 2);
    }

    @Test
    void reduction_axes_with_one_element_go() {
        Op sum = reduce(
                Reduction.SUM, List.of(axis("one", 1)), List.of(axis("u", 1), columns), load(given.w, at(1), at(2)));
        assertEquals("[one < 1] sum(k < 6 : w[0, i1])", body(given.ops(sum, new DropUnitReductionAxes())));
    }

    @Test
    void a_reduction_over_nothing_is_its_neutral_element() {
        Op sum = reduce(Reduction.SUM, List.of(rows), List.of(axis("k", 0)), load(given.w, at(0), at(1)));
        assertEquals("[r < 4] 0.0", body(given.ops(sum, new ReduceNothing())));
        Op max = reduce(Reduction.MAX, List.of(rows), List.of(axis("k", 0)), load(given.w, at(0), at(1)));
        assertEquals("[r < 4] -Infinity", body(given.ops(max, new ReduceNothing())));
        Op argmax = reduce(Reduction.ARGMAX, List.of(columns), List.of(), load(given.x, at(0)));
        assertEquals("[k < 6] 0", body(given.ops(argmax, new ReduceNothing())));
        Op some = reduce(Reduction.SUM, List.of(rows), List.of(columns), load(given.w, at(0), at(1)));
        assertEquals("[r < 4] sum(k < 6 : w[i0, i1])", body(given.ops(some, new ReduceNothing())));
    }

    @Test
    void unused_axes_of_a_sum_are_counted() {
        Op sum = reduce(Reduction.SUM, List.of(columns), List.of(rows), load(given.x, at(0)));
        assertEquals("[k < 6] sum( : (x[i0] * float(size(4))))", body(given.ops(sum, new CountUnusedReductionAxes())));
        Op batch = reduce(Reduction.SUM, List.of(columns), List.of(batchAxis()), load(given.x, at(0)));
        assertEquals(
                "[k < 6] (x[i0] * float(size(batch)))",
                body(given.ops(batch, new CountUnusedReductionAxes(), new ReduceNothing())));
        Op max = reduce(Reduction.MAX, List.of(columns), List.of(rows), load(given.x, at(0)));
        assertEquals("[k < 6] max( : x[i0])", body(given.ops(max, new CountUnusedReductionAxes())));
    }

    @Test
    void unused_axes_of_other_reductions_stay() {
        Op prod = reduce(Reduction.PROD, List.of(columns), List.of(rows), load(given.x, at(0)));
        assertEquals("[k < 6] prod(r < 4 : x[i0])", body(given.ops(prod, new CountUnusedReductionAxes())));
        Op batch = reduce(Reduction.MAX, List.of(columns), List.of(batchAxis()), load(given.x, at(0)));
        assertEquals("[k < 6] max(b < batch : x[i0])", body(given.ops(batch, new CountUnusedReductionAxes())));
    }

    @Test
    void a_reduction_that_repeats_is_done_once() {
        Op sum = reduce(Reduction.SUM, List.of(axis("j", 3), rows), List.of(columns), load(given.w, at(1), at(2)));
        assertEquals("""
                %1: float[4] = [r < 4] sum(k < 6 : w[i0, i1])
                %2: float[3, 4] = [j < 3, r < 4] %1[i1]""", given.ops(sum, new DropUnusedFreeAxes()));
    }

    @Test
    void invariant_factors_come_out_of_a_sum() {
        Scalar body = Scalars.divide(
                product(
                        load(given.x, at(0)),
                        apply(Primitive.NEGATE, load(given.w, at(1), at(0))),
                        load(given.n, at(1))),
                load(given.y, at(0)));
        Op sum = reduce(Reduction.SUM, List.of(columns), List.of(rows), body);
        assertEquals("""
                %4: float[6] = [k < 6] sum(r < 4 : (w[i1, i0] * float(n[i1])))
                %5: float[6] = [k < 6] -(((x[i0] * %4[i0]) / y[i0]))""", given.ops(sum, new HoistInvariantFactors()));
    }

    @Test
    void factors_that_change_stay() {
        Scalar body = Scalars.divide(load(given.x, at(1)), load(given.y, at(1)));
        Op sum = reduce(Reduction.SUM, List.of(rows), List.of(columns), product(load(given.w, at(0), at(1)), body));
        assertEquals(
                "[r < 4] sum(k < 6 : (w[i0, i1] * (x[i1] / y[i1])))",
                body(given.ops(sum, new HoistInvariantFactors())));
    }

    @Test
    void a_choice_that_all_terms_share_is_made_of_the_sum() {
        Scalar never = apply(Primitive.EQ, load(given.x, at(0)), Scalars.zero(ElementType.FLOAT));
        Scalar term = product(load(given.x, at(0)), load(given.w, at(1), at(0)));
        Scalar body = Scalars.where(never, Scalars.zero(ElementType.FLOAT), term);
        Op sum = reduce(Reduction.SUM, List.of(columns), List.of(rows), body);
        assertEquals("""
                %2: float[6] = [k < 6] sum(r < 4 : (x[i0] * w[i1, i0]))
                %3: float[6] = [k < 6] where((x[i0] == 0.0), 0.0, %2[i0])""", given.ops(sum, new HoistInvariantChoice()));
    }

    @Test
    void a_choice_that_changes_or_looks_at_indices_stays() {
        Scalar own = apply(Primitive.EQ, load(given.x, at(1)), Scalars.zero(ElementType.FLOAT));
        Scalar term = load(given.w, at(0), at(1));
        Op changing = reduce(
                Reduction.SUM,
                List.of(rows),
                List.of(columns),
                Scalars.where(own, Scalars.zero(ElementType.FLOAT), term));
        assertEquals(
                "[r < 4] sum(k < 6 : where((x[i1] == 0.0), 0.0, w[i0, i1]))",
                body(given.ops(changing, new HoistInvariantChoice())));
        Scalar first =
                apply(Primitive.EQ, new Scalar.IndexValue(Affine.axis(0)), new Scalar.Literal(ElementType.INT, 0));
        Op byIndex = reduce(
                Reduction.SUM,
                List.of(rows),
                List.of(columns),
                Scalars.where(first, Scalars.zero(ElementType.FLOAT), term));
        assertEquals(
                "[r < 4] sum(k < 6 : where(((i0) == 0), 0.0, w[i0, i1]))",
                body(given.ops(byIndex, new HoistInvariantChoice())));
    }

    @Test
    void a_scatter_into_rows_of_their_own_compares() {
        Subscript chosen = new Subscript.Data(load(given.n, at(0)));
        Op scatter = given.builder.scatterAdd(
                TensorType.of(ElementType.FLOAT, 6, 7),
                List.of(columns),
                List.of(at(0), chosen),
                load(given.x, at(0)),
                origin("out"));
        assertEquals(
                "[k < 6, k1 < 7] where(((i1) == n[i0]), x[i0], 0.0)",
                body(given.ops(scatter, new ScatterRowsByChoice())));
    }

    @Test
    void a_scatter_in_which_elements_may_meet_stays() {
        Op scatter = given.builder.scatterAdd(
                TensorType.of(ElementType.FLOAT, 7),
                List.of(columns),
                List.of(new Subscript.Data(load(given.n, at(0)))),
                load(given.x, at(0)),
                origin("out"));
        assertEquals("scatter(k < 6 : [n[i0]] += x[i0])", body(given.ops(scatter, new ScatterRowsByChoice())));
        Op part = given.builder.scatterAdd(
                TensorType.of(ElementType.FLOAT, 8, 2),
                List.of(columns),
                List.of(at(0), Affine.constant(1)),
                load(given.x, at(0)),
                origin("out"));
        assertEquals("scatter(k < 6 : [i0, 1] += x[i0])", body(given.ops(part, new ScatterRowsByChoice())));
    }

    private Op chosen(Scalar term) {
        Scalar here = apply(Primitive.EQ, new Scalar.IndexValue(at(1)), load(given.n, at(0)));
        Scalar body = Scalars.where(here, term, Scalars.literal(0.0));
        return reduce(Reduction.SUM, List.of(columns), List.of(axis("j", 4)), body);
    }

    @Test
    void a_sum_with_one_chosen_term_is_that_term() {
        assertEquals(
                "[k < 6] sum( : where(((n[i0] >= 0) and (n[i0] < size(4))), x[i0], 0.0))",
                body(given.ops(chosen(load(given.x, at(0))), new CollapseChosenTerm())));
    }

    @Test
    void a_chosen_term_that_changes_over_the_sum_stays() {
        assertEquals(
                "[k < 6] sum(j < 4 : where(((i1) == n[i0]), w[i1, i0], 0.0))",
                body(given.ops(chosen(load(given.w, at(1), at(0))), new CollapseChosenTerm())));
    }
}
