package org.dlm.compiler.autodiff;

import static org.dlm.compiler.graph.Ops.apply;
import static org.dlm.compiler.graph.Ops.at;
import static org.dlm.compiler.graph.Ops.axis;
import static org.dlm.compiler.graph.Ops.batchAxis;
import static org.dlm.compiler.graph.Ops.guarded;
import static org.dlm.compiler.graph.Ops.input;
import static org.dlm.compiler.graph.Ops.load;
import static org.dlm.compiler.graph.Ops.origin;
import static org.dlm.compiler.graph.Ops.parameter;
import static org.dlm.compiler.graph.Ops.product;
import static org.dlm.compiler.graph.Ops.zero;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random well-typed graphs of matrices: verified, batched, differentiated and compared; a failure prints its seed. */
class RandomGraphTest {
    private static final int OPS = 6;

    /** One graph under construction. All values are matrices of changing sizes. */
    private static final class Sketch {
        final GraphBuilder builder = new GraphBuilder();
        final Random random;
        final List<Op> values = new ArrayList<>();
        final Op id = input(builder, ElementType.INT, "id");
        int parameters;

        Sketch(long seed) {
            random = new Random(seed);
            values.add(input(builder, "x", 2 + random.nextInt(3), 2 + random.nextInt(3)));
        }

        Op any() {
            return values.get(random.nextInt(values.size()));
        }

        int size(Op op, int dimension) {
            return op.type().shape().get(dimension).fixedSize();
        }

        Op newParameter(int rows, int columns) {
            return parameter(builder, "p" + parameters++, rows, columns);
        }

        /** One more value out of those that exist. */
        Op next() {
            Op x = any();
            int rows = size(x, 0);
            int columns = size(x, 1);
            return switch (random.nextInt(9)) {
                case 0 -> pointwise(x);
                case 1 -> contraction(x, rows, columns);
                case 2 -> windows(x, rows, columns, Reduction.SUM);
                case 3 -> windows(x, rows, columns, Reduction.MAX);
                case 4 -> builder.reshape(x, List.of(Extent.of(columns), Extent.of(rows)), origin("r"));
                case 5 ->
                    builder.pointwise(
                            List.of(axis("i", columns), axis("j", rows)),
                            load(x, at(1), at(0).times(-1).plus(columns - 1)),
                            origin("t"));
                case 6 -> gather(x, rows, columns);
                case 7 -> centred(x, rows, columns);
                default -> regrouped(x, rows, columns);
            };
        }

        Op pointwise(Op x) {
            Op p = newParameter(size(x, 0), size(x, 1));
            Scalar a = load(x, at(0), at(1));
            Scalar b = load(p, at(0), at(1));
            Scalar body = switch (random.nextInt(5)) {
                case 0 -> apply(Primitive.TANH, Scalars.add(a, b));
                case 1 -> Scalars.where(apply(Primitive.GT, a, zero()), product(a, b), b);
                case 2 -> apply(Primitive.MAX, a, b);
                case 3 -> Scalars.divide(a, Scalars.add(Scalars.literal(1.0), product(b, b)));
                default -> Scalars.subtract(product(a, b), apply(Primitive.SIN, a));
            };
            return builder.pointwise(List.of(axis("i", size(x, 0)), axis("j", size(x, 1))), body, origin("e"));
        }

        Op contraction(Op x, int rows, int columns) {
            int out = 1 + random.nextInt(4);
            Op w = newParameter(out, columns);
            return builder.indexed(
                    List.of(axis("i", rows), axis("o", out)),
                    Reduction.SUM,
                    List.of(axis("k", columns)),
                    product(load(x, at(0), at(2)), load(w, at(1), at(2))),
                    origin("d"));
        }

        /** {@code reduce(u, v : w[u, v] * x[i * s + u * d - before, j * s + v * d - before | 0])}. */
        Op windows(Op x, int rows, int columns, Reduction reduction) {
            int kernel = 1 + random.nextInt(3);
            int stride = 1 + random.nextInt(3);
            int dilation = 1 + random.nextInt(2);
            // At most as much that the first window reaches an element.
            int before = random.nextInt((kernel - 1) * dilation + 1);
            Op w = newParameter(kernel, kernel);
            Affine row = at(0).times(stride).plus(at(2).times(dilation)).plus(-before);
            Affine column = at(1).times(stride).plus(at(3).times(dilation)).plus(-before);
            return builder.indexed(
                    List.of(axis("i", (rows - 1) / stride + 1), axis("j", (columns - 1) / stride + 1)),
                    reduction,
                    List.of(axis("u", kernel), axis("v", kernel)),
                    reduction == Reduction.SUM
                            ? product(load(w, at(2), at(3)), guarded(x, zero(), row, column))
                            : Scalars.add(load(w, at(2), at(3)), guarded(x, zero(), row, column)),
                    origin("c"));
        }

        /** {@code y[i, j] = x[(id + i) % rows, j]}. */
        Op gather(Op x, int rows, int columns) {
            Scalar place = apply(
                    Primitive.REMAINDER, Scalars.add(load(id), new Scalar.IndexValue(at(0))), Scalars.literal(rows));
            return builder.pointwise(
                    List.of(axis("i", 1 + random.nextInt(3)), axis("j", columns)),
                    load(x, new Subscript.Data(place), at(1)),
                    origin("g"));
        }

        /** {@code x[i, j] - sum(b < batch, k : x[k, j])}. */
        Op centred(Op x, int rows, int columns) {
            Op m = builder.indexed(
                    List.of(axis("j", columns)),
                    Reduction.SUM,
                    List.of(batchAxis(), axis("k", rows)),
                    load(x, at(2), at(0)),
                    origin("m"));
            return builder.pointwise(
                    List.of(axis("i", rows), axis("j", columns)),
                    Scalars.subtract(load(x, at(0), at(1)), Scalars.divide(load(m, at(1)), Scalars.literal(7.0))),
                    origin("n"));
        }

        /** {@code y[i, j] = x[div(k, columns), k % columns]} with k = i * 2 + j as far as it goes. */
        Op regrouped(Op x, int rows, int columns) {
            Affine k = at(0).times(2).plus(at(1));
            return builder.pointwise(
                    List.of(axis("i", rows * columns / 2), axis("j", 2)),
                    load(x, k.dividedBy(columns), k.modulo(columns)),
                    origin("q"));
        }

        /** A smooth bounded number of all values, so that everything is reached. */
        Op loss() {
            Scalar total = Scalars.literal(0.0);
            for (Op x : values) {
                Op part = builder.indexed(
                        List.of(),
                        Reduction.SUM,
                        List.of(axis("i", size(x, 0)), axis("j", size(x, 1))),
                        product(
                                apply(Primitive.TANH, load(x, at(0), at(1))),
                                Scalars.add(Scalars.literal(1.0), new Scalar.IndexValue(at(0).plus(at(1).times(2))))),
                        origin("part"));
                total = Scalars.add(total, load(part));
            }
            return builder.pointwise(List.of(), total, origin("loss"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
    void adjoints_of_random_graphs(long seed) {
        Sketch sketch = new Sketch(seed);
        for (int k = 0; k < OPS; k++) {
            sketch.values.add(sketch.next());
        }
        GradientCheck.ofBatch(2).withSeed(seed).withIntsBelow(5).check(sketch.builder, sketch.loss());
    }
}
