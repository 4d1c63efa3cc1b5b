package org.dlm.compiler.graph;

import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.value;
import static org.dlm.compiler.graph.Ops.zero;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphVerifierTest {
    private final GraphBuilder builder = new GraphBuilder();
    private final Op x = parameter(builder, "x", 4);

    /** Ops as no builder would make them. */
    private static Op raw(int id, OpKind kind, TensorType type) {
        return new Op(id, kind, type, origin("broken"));
    }

    private static void assertRejected(String reason, Op... ops) {
        Graph graph = new Graph(List.of(ops), List.of(), List.of());
        assertRejected(reason, graph);
    }

    private static void assertRejected(String reason, Graph graph) {
        String message = assertThrows(IllegalStateException.class, () -> GraphVerifier.verify(graph, "some pass"))
                .getMessage();
        assertTrue(message.contains("after some pass"), message);
        assertTrue(message.contains(reason), message);
    }

    private static TensorType floats(int... shape) {
        return TensorType.of(ElementType.FLOAT, shape);
    }

    private void assertBodyRejected(String reason, Scalar body, int... extents) {
        List<Axis> axes =
                java.util.Arrays.stream(extents).mapToObj(n -> axis("i", n)).toList();
        Op op = builder.pointwise(axes, body, origin("y"));
        assertRejected(reason, Ops.graph(builder, value("y", op)));
    }

    @Test
    void a_window_that_stays_inside_is_accepted() {
        Op y = builder.indexed(
                List.of(axis("i", 3)), Reduction.SUM, List.of(axis("u", 2)), load(x, at(0).plus(at(1))), origin("y"));
        assertDoesNotThrow(() -> GraphVerifier.verify(Ops.graph(builder, value("y", y))));
    }

    @Test
    void nothing_is_read_where_an_axis_is_empty() {
        Op y = builder.pointwise(List.of(axis("i", 9), axis("j", 0)), load(x, at(0)), origin("y"));
        assertDoesNotThrow(() -> GraphVerifier.verify(Ops.graph(builder, value("y", y))));
    }

    @Test
    void places_outside_need_a_guard() {
        assertBodyRejected("place 0 of %0[i0 + 1] may lie outside of 0 .. 4", load(x, at(0).plus(1)), 4);
        assertBodyRejected("may lie outside", load(x, at(0).minus(at(1))), 4, 2);
        assertDoesNotThrow(() -> GraphVerifier.verify(Ops.graph(
                builder,
                value("y", builder.pointwise(List.of(axis("i", 4)), guarded(x, zero(), at(0).plus(1)), origin("y"))))));
    }

    @Test
    void batch_dimension_is_reached_by_a_batch_axis_only() {
        Op source = builder.source(
                OpKind.Role.INPUT, "in", new TensorType(ElementType.FLOAT, List.of(Extent.BATCH)), true, origin("in"));
        assertBodyRejected("may lie outside of 0 .. batch", load(source, at(0)), 1);
    }

    @Test
    void places_are_as_many_as_the_rank() {
        assertBodyRejected("has 2 places for rank 1", load(x, at(0), at(0)), 4);
    }

    @Test
    void axes_are_those_of_the_op() {
        assertBodyRejected("axis 1 of 1", new Scalar.IndexValue(at(1)), 4);
    }

    @Test
    void data_places_are_ints() {
        assertBodyRejected("is FLOAT", load(x, new Subscript.Data(load(x, at(0)))), 4);
    }

    @Test
    void arguments_are_of_one_type() {
        Scalar mixed =
                new Scalar.Apply(ElementType.FLOAT, Primitive.ADD, List.of(Scalars.literal(1), Scalars.literal(1.0)));
        assertBodyRejected("not brought to one type", mixed);
        Scalar logical = new Scalar.Apply(
                ElementType.FLOAT, Primitive.ADD, List.of(Scalars.literal(true), Scalars.literal(1.0)));
        assertBodyRejected("a truth value stands where a number is needed", logical);
    }

    @Test
    void literals_are_of_their_type() {
        assertBodyRejected("INT literal", new Scalar.Literal(ElementType.INT, 0.5));
        assertBodyRejected("BOOL literal", new Scalar.Literal(ElementType.BOOL, 2));
    }

    @Test
    void value_outside_is_of_the_type_of_the_operand() {
        assertBodyRejected(
                "the value outside of", new Scalar.Load(x, List.of(at(0)), Optional.of(Scalars.literal(0))), 4);
    }

    @Test
    void operands_stand_before_their_users() {
        Op user = raw(1, new OpKind.Reshape(x), floats(2, 2));
        assertRejected("%0 does not stand before", user);
    }

    @Test
    void ops_are_in_order_and_unique() {
        OpKind kind = new OpKind.Draw(0, false);
        assertRejected("not in the order", raw(2, kind, floats()), raw(1, kind, floats(1)));
        assertRejected("an equal op stands before", raw(1, kind, floats()), raw(2, kind, floats()));
    }

    @Test
    void sources_are_unique_by_role_and_name() {
        OpKind kind = new OpKind.Source(OpKind.Role.PARAMETER, "W", false);
        assertRejected("a second source", raw(1, kind, floats(1)), raw(2, kind, floats(2)));
    }

    @Test
    void shared_sources_and_draws_have_no_batch() {
        TensorType batched = new TensorType(ElementType.FLOAT, List.of(Extent.BATCH));
        assertRejected("a shared source", raw(1, new OpKind.Source(OpKind.Role.PARAMETER, "W", false), batched));
        assertRejected("a shared draw", raw(1, new OpKind.Draw(0, false), batched));
        assertRejected("a draw is FLOAT", raw(1, new OpKind.Draw(0, false), TensorType.of(ElementType.INT)));
    }

    @Test
    void numbers_have_rank_0() {
        OpKind kind = new OpKind.Source(OpKind.Role.HYPER, "lr", false);
        assertRejected("rank 0", raw(1, kind, TensorType.of(ElementType.NUMBER, 2)));
    }

    @Test
    void reshapes_keep_the_elements() {
        assertRejected("number of elements", x, raw(1, new OpKind.Reshape(x), floats(5)));
        assertRejected("element type", x, raw(1, new OpKind.Reshape(x), TensorType.of(ElementType.INT, 2, 2)));
        Op once = raw(1, new OpKind.Reshape(x), floats(2, 2));
        assertRejected("a reshape of a reshape", x, once, raw(2, new OpKind.Reshape(once), floats(4, 1)));
    }

    @Test
    void shape_and_element_follow_from_axes_and_body() {
        Scalar body = load(x, at(0));
        List<Axis> free = List.of(axis("i", 4));
        OpKind pointwise = new OpKind.Indexed(free, Reduction.NONE, List.of(), body);
        assertRejected("not that of the free axes", x, raw(1, pointwise, floats(3)));
        assertRejected("does not give INT", x, raw(1, pointwise, TensorType.of(ElementType.INT, 4)));
        OpKind any = new OpKind.Indexed(List.of(), Reduction.ANY, free, body);
        assertRejected("ANY of FLOAT", x, raw(1, any, TensorType.of(ElementType.BOOL)));
        OpKind none = new OpKind.Indexed(List.of(), Reduction.NONE, free, body);
        assertRejected("a pointwise op has reduction axes", x, raw(1, none, floats()));
    }

    @Test
    void scatter_has_a_place_for_each_dimension() {
        OpKind scatter = new OpKind.ScatterAdd(List.of(axis("i", 4)), List.of(), load(x, at(0)));
        assertRejected("the number of places", x, raw(1, scatter, floats(4)));
    }

    @Test
    void updates_fit_kept_sources() {
        Op next = builder.pointwise(List.of(), Scalars.literal(1.0), origin("next"));
        Graph wrongType = builder.graph(List.of(), List.of(new Graph.Update(x, next)));
        assertRejected("an update by float", wrongType);
        Op in = input(builder, "in");
        Graph notKept = builder.graph(List.of(), List.of(new Graph.Update(in, next)));
        assertRejected("not kept", notKept);
        Op scalar = parameter(builder, "scalar");
        Op each = builder.pointwise(List.of(), Scalars.add(load(in), load(in)), origin("each"));
        Graph perExample = builder.graph(List.of(), List.of(new Graph.Update(scalar, each)));
        assertRejected("a value of one example", perExample);
        Graph twice = builder.graph(List.of(), List.of(new Graph.Update(scalar, next), new Graph.Update(scalar, next)));
        assertRejected("two updates", twice);
    }

    @Test
    void losses_are_floats() {
        Op number = builder.pointwise(List.of(), Scalars.literal(1), origin("n"));
        assertRejected("is not FLOAT", builder.graph(List.of(Ops.loss(number)), List.of()));
    }
}
