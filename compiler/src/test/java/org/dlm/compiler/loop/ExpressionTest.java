package org.dlm.compiler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.junit.jupiter.api.Test;

/** Numbers and vectors are one tree: what is done to an expression is done to all of it. */
class ExpressionTest {
    private static final Variable I = new Variable(0, "i");
    private static final Variable O = new Variable(1, "o");
    private static final Variable ACC = new Variable(2, "acc");
    private static final Variable PLACE = new Variable(3, "place");
    private static final Variable MINE = new Variable(4, "mine");

    private static final Expression X = new Expression.Load(ElementType.FLOAT, 0, Place.of(I));
    private static final Expression W = Expression.Load.vector(
            ElementType.FLOAT,
            1,
            Place.of(I).times(512).plus(Place.of(O)),
            Optional.of(new Expression.InRange(Place.of(O), Place.constant(500))));

    /** {@code acc + x[i] * w[i, o ..]}, the lanes within 500. */
    private static final Expression SUM =
            new Expression.Fma(new Expression.Broadcast(X), W, Expression.Local.vector(ElementType.FLOAT, ACC));

    private static String text(Expression expression) {
        return new ExpressionPrinter(operand -> List.of("x", "w").get(operand)).print(expression);
    }

    @Test
    void a_vector_is_printed_with_the_numbers_in_it() {
        assertEquals("fma(all(x[i]), w[i * 512 + o ..] if within(o + lane, 500), acc)", text(SUM));
    }

    @Test
    void a_width_is_that_of_the_parts_but_where_lanes_are_made_or_joined() {
        assertEquals(Width.VECTOR, SUM.width());
        assertEquals(Width.ONE, new Expression.Lane(SUM, 3).width());
        assertEquals(
                Width.ONE,
                Expression.apply(ElementType.FLOAT, Primitive.ADD, X, X).width());
        assertEquals(Width.VECTOR, new Expression.Broadcast(X).width());
    }

    @Test
    void places_are_put_into_the_numbers_of_a_vector_its_mask_and_the_vector_of_a_lane() {
        Expression lane =
                new Expression.Lane(SUM, 0).substitute(v -> Place.of(v).plus(2));

        assertEquals("fma(all(x[i + 2]), w[i * 512 + o + 1026 ..] if within(o + 2 + lane, 500), acc).0", text(lane));
    }

    @Test
    void locals_are_renamed_wherever_they_stand_also_in_places_that_are_data() {
        Place data =
                Place.of(new Place.Factor.Data(new Expression.Local(ElementType.INT, PLACE), Place.constant(10), true));
        Expression gathered = new Expression.Broadcast(new Expression.Load(ElementType.FLOAT, 0, data.times(4)));
        Expression sum = Expression.apply(ElementType.FLOAT, Primitive.ADD, gathered, SUM);

        assertEquals(
                "(all(x[mine * 4]) + fma(all(x[i]), w[i * 512 + o ..] if within(o + lane, 500), mine))",
                text(sum.rename(Map.of(PLACE, MINE, ACC, MINE))));
    }

    @Test
    void a_vector_moves_where_a_number_in_it_does() {
        assertTrue(new Expression.Broadcast(X).moves(I));
        assertFalse(new Expression.Broadcast(X).moves(O));
        assertTrue(SUM.mentions(ACC));
    }

    @Test
    void a_kernel_with_a_number_in_the_place_of_a_vector_is_refused() {
        Expression mixed = Expression.apply(
                ElementType.FLOAT,
                Primitive.ADD,
                Expression.constant(ElementType.FLOAT, 1),
                Expression.Local.vector(ElementType.FLOAT, ACC));
        List<Statement> body = List.of(
                new Statement.Declare(ACC, Expression.constant(ElementType.FLOAT, Width.VECTOR, 0)),
                new Statement.Assign(ACC, mixed));

        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> KernelVerifier.verify(kernel(body)));
        assertTrue(refused.getMessage().contains("a number stands for a vector"), refused.getMessage());
    }

    @Test
    void a_kernel_of_vectors_alone_is_not_refused() {
        Expression twice = Expression.apply(
                ElementType.FLOAT,
                Primitive.ADD,
                Expression.Local.vector(ElementType.FLOAT, ACC),
                Expression.Local.vector(ElementType.FLOAT, ACC));

        KernelVerifier.verify(kernel(List.of(
                new Statement.Declare(ACC, Expression.constant(ElementType.FLOAT, Width.VECTOR, 0)),
                new Statement.Assign(ACC, twice))));
    }

    private static Kernel kernel(List<Statement> body) {
        return new Kernel("case", List.of(), List.<Op>of(), false, Optional.empty(), 1, body);
    }
}
