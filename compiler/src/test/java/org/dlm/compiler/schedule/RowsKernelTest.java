package org.dlm.compiler.schedule;

import static org.dlm.compiler.graph.Scalars.apply;
import static org.dlm.compiler.graph.Scalars.loadAt;
import static org.dlm.compiler.schedule.Cases.axis;
import static org.dlm.compiler.schedule.Cases.batch;
import static org.dlm.compiler.schedule.Cases.group;
import static org.dlm.compiler.schedule.Cases.of;

import java.util.List;
import java.util.Map;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.optimize.FusionGroup.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax divides sums of n numbers up to 1: {@code n * eps}, and some for the exponentials. */
class RowsKernelTest {
    private final Cases cases = new Cases();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10, 16, 17, 33, 100})
    void softmax(int n) {
        Op x = cases.source("x", Extent.BATCH, of(n));
        List<Axis> outer = List.of(batch());
        List<Axis> row = List.of(batch(), axis("i", n));
        Op m = cases.builder.indexed(outer, Reduction.MAX, List.of(axis("i", n)), loadAt(x, 0, 1), cases.origin("m"));
        Op e = cases.builder.pointwise(
                row, apply(Primitive.EXP, Scalars.subtract(loadAt(x, 0, 1), loadAt(m, 0))), cases.origin("e"));
        Op s = cases.builder.indexed(outer, Reduction.SUM, List.of(axis("i", n)), loadAt(e, 0, 1), cases.origin("s"));
        Op p = cases.builder.pointwise(row, Scalars.divide(loadAt(e, 0, 1), loadAt(s, 0)), cases.origin("p"));
        Op loss = cases.builder.pointwise(outer, apply(Primitive.LOG, loadAt(s, 0)), cases.origin("loss"));
        cases.check(group(Kind.ROWS, outer, List.of(m, e, s, p, loss), e, p, loss), n * n + 8, 1, 3, 64);
    }

    @Test
    void scatter_of_rows_into_a_table() {
        Op ids = cases.source("ids", ElementType.INT, Extent.BATCH, of(3));
        Op dy = cases.source("dy", Extent.BATCH, of(3), of(18));
        Map<String, double[]> given = Map.of("ids", new double[] {0, 3, 0, 1, 2, 3});
        List<Axis> domain = List.of(batch(), axis("t", 3), axis("j", 18));
        List<Subscript> at = List.of(new Subscript.Data(loadAt(ids, 0, 1)), Affine.axis(2));
        Op table = cases.builder.scatterAdd(
                org.dlm.compiler.graph.TensorType.of(ElementType.FLOAT, 4, 18),
                domain,
                at,
                loadAt(dy, 0, 1, 2),
                cases.origin("dTable"));
        cases.check(group(Kind.SCATTER, List.of(), List.of(table), table), 8, given, 2);
    }

    @Test
    void scatter_within_each_example() {
        Op place = cases.source("place", ElementType.INT, Extent.BATCH, of(5));
        Op dy = cases.source("dy", Extent.BATCH, of(5));
        Map<String, double[]> given = Map.of("place", new double[] {0, 3, 9, -1, 2, 3, 7, 7, 7, 1, 0, 1, 2, 3, 4});
        List<Axis> domain = List.of(batch(), axis("i", 5));
        List<Subscript> at = List.of(Affine.axis(0), new Subscript.Data(loadAt(place, 0, 1)));
        Op dx = cases.builder.scatterAdd(
                new org.dlm.compiler.graph.TensorType(ElementType.FLOAT, List.of(Extent.BATCH, of(8))),
                domain,
                at,
                loadAt(dy, 0, 1),
                cases.origin("dx"));
        cases.check(group(Kind.SCATTER, List.of(), List.of(dx), dx), 8, given, 3);
    }
}
