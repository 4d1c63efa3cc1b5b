package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.graph.TensorType;

/** Ops by chance of every kind that there is; those of networks are in {@link NetworkOps}. */
record RandomOps(Pool pool) {
    /** Terms of all sums of an op for one example. */
    private static final int TERMS = 3_000;

    private static final Axis EXAMPLES = new Axis("b", Extent.BATCH);

    void add() {
        switch (pool.random().nextInt(22)) {
            case 0, 1, 2 -> pointwise();
            case 3, 4, 5 -> reduction();
            case 6 -> scatter();
            case 7 -> reshape();
            case 8 -> turned();
            case 9 -> whole();
            case 10 -> truth();
            case 11 -> joined();
            case 12 -> draw();
            default -> new NetworkOps(pool).add();
        }
    }

    /** {@code y[i] = f(…)}. */
    private void pointwise() {
        List<Axis> free = free();
        Term body = new RandomBody(pool, free).number(3);
        pool.add(pool.builder().pointwise(free, body.scalar(), Ops.origin("p")), body.bound());
    }

    private List<Axis> free() {
        Optional<Pool.Value> like = pool.some(value -> value.element() != ElementType.NUMBER);
        return like.isPresent() && pool.chance(65)
                ? Pool.axesOf(like.get())
                : Pool.axes(pool.sizes().shape(Pool.ELEMENTS), "i");
    }

    /** {@code y[i] = sum(r : f(…))}, also over the examples, and now and then over nothing. */
    private void reduction() {
        List<Axis> free = free();
        int terms = TERMS / Math.max(1, elements(free));
        List<Axis> reduced = new ArrayList<>();
        Reduction kind = List.of(
                        Reduction.SUM,
                        Reduction.SUM,
                        Reduction.SUM,
                        Reduction.PROD,
                        Reduction.MAX,
                        Reduction.MIN,
                        Reduction.ARGMAX,
                        Reduction.ARGMIN,
                        Reduction.ANY,
                        Reduction.ALL)
                .get(pool.random().nextInt(10));
        if (pool.chance(20)) {
            reduced.add(EXAMPLES);
        }
        if (reduced.isEmpty() || pool.chance(50)) {
            reduced.addAll(Pool.axes(
                    pool.sizes().shape(1 + pool.random().nextInt(2), kind == Reduction.PROD ? 3 : Math.max(1, terms)),
                    "r"));
        }
        if (pool.chance(2)) {
            reduced.add(new Axis("none", Extent.of(0)));
        }
        java.util.Collections.shuffle(
                reduced, new java.util.Random(pool.random().nextLong()));
        reduce(free, kind, reduced);
    }

    private void reduce(List<Axis> free, Reduction kind, List<Axis> reduced) {
        List<Axis> all = new ArrayList<>(free);
        all.addAll(reduced);
        RandomBody bodies = new RandomBody(pool, all);
        boolean whole = pool.chance(15);
        Term body = switch (kind) {
            case ANY, ALL -> bodies.truth(2);
            case PROD -> bodies.number(1).cut(2);
            case SUM, MAX, MIN, ARGMAX, ARGMIN, NONE ->
                whole ? bodies.whole(2).small() : bodies.number(2).small();
        };
        boolean empty = reduced.stream().anyMatch(axis -> axis.extent().equals(Extent.of(0)));
        boolean joins = reduced.contains(EXAMPLES);
        double count = elements(reduced) * (joins ? (double) pool.inputs().batch() : 1);
        double bound = switch (kind) {
            case SUM -> body.bound() * count;
            case PROD -> Math.pow(2, count);
            case ARGMAX, ARGMIN -> count;
            case ANY, ALL -> 1;
            case MAX, MIN, NONE -> empty ? Double.POSITIVE_INFINITY : body.bound();
        };
        // where is no number, no place of an extreme is told apart from another by rounding
        boolean places = kind == Reduction.ARGMAX || kind == Reduction.ARGMIN;
        if (places && !pool.exact() && !whole) {
            return;
        }
        pool.add(pool.builder().indexed(free, kind, reduced, body.scalar(), Ops.origin("s")), bound);
    }

    /** {@code y = scatter(i : [places] += f(…))}, also over the examples. */
    private void scatter() {
        List<Axis> domain =
                new ArrayList<>(Pool.axes(pool.sizes().shape(1 + pool.random().nextInt(2), 60), "k"));
        boolean joins = pool.chance(50);
        if (joins) {
            domain.addFirst(EXAMPLES);
        }
        List<Integer> shape = pool.sizes().shape(1 + pool.random().nextInt(2), 60);
        RandomBody bodies = new RandomBody(pool, domain);
        List<Subscript> at = new ArrayList<>();
        for (int k = 0; k < shape.size(); k++) {
            at.add(
                    pool.chance(50)
                            ? bodies.place()
                            : new Subscript.Data(bodies.whole(1).scalar()));
        }
        Term body = pool.chance(15) ? bodies.whole(1).small() : bodies.number(2).small();
        TensorType type = new TensorType(
                body.scalar().type(), shape.stream().map(Extent::of).toList());
        pool.add(
                pool.builder().scatterAdd(type, domain, at, body.scalar(), Ops.origin("g")),
                body.bound() * elements(domain) * (joins ? pool.inputs().batch() : 1));
    }

    private void reshape() {
        Optional<Pool.Value> some = pool.some(value -> value.rank() > 0);
        if (some.isEmpty()) {
            return;
        }
        Pool.Value source = some.get();
        List<Extent> shape = pool.chance(50) || source.rank() == 1
                ? factors(source.elements())
                : List.of(Extent.of(source.elements()));
        pool.add(pool.builder().reshape(source.op(), shape, Ops.origin("f")), source.bound());
    }

    private List<Extent> factors(int elements) {
        for (int factor : List.of(5, 3, 2)) {
            if (elements % factor == 0 && elements > factor) {
                return pool.chance(50)
                        ? List.of(Extent.of(factor), Extent.of(elements / factor))
                        : List.of(Extent.of(elements / factor), Extent.of(factor));
            }
        }
        return List.of(Extent.of(1), Extent.of(elements));
    }

    /** A copy with axes exchanged, turned round, or of every second element. */
    private void turned() {
        Optional<Pool.Value> some = pool.some(value -> value.rank() > 0);
        if (some.isEmpty()) {
            return;
        }
        Pool.Value source = some.get();
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < source.rank(); k++) {
            order.add(k);
        }
        if (pool.chance(60)) {
            java.util.Collections.shuffle(
                    order, new java.util.Random(pool.random().nextLong()));
        }
        List<Integer> extents = new ArrayList<>();
        Subscript[] at = new Subscript[source.rank()];
        for (int axis = 0; axis < order.size(); axis++) {
            int extent = source.extent(order.get(axis));
            Affine place = Affine.axis(axis);
            switch (pool.random().nextInt(8)) {
                case 0 -> {
                    extents.add(extent);
                    place = place.times(-1).plus(extent - 1);
                }
                case 1 -> {
                    int step = 2 + pool.random().nextInt(2);
                    int first = pool.random().nextInt(Math.min(step, extent));
                    extents.add((extent - first + step - 1) / step);
                    place = place.times(step).plus(first);
                }
                case 2 -> {
                    extents.add(Math.min(extent * 2, 100));
                    place = place.dividedBy(2);
                }
                default -> extents.add(extent);
            }
            at[order.get(axis)] = place;
        }
        pool.add(
                pool.builder()
                        .pointwise(
                                Pool.axes(extents, "t"), Scalars.load(source.op(), List.of(at)), Ops.origin("turned")),
                source.bound());
    }

    private void whole() {
        List<Axis> free = free();
        Term body = new RandomBody(pool, free).whole(2);
        pool.add(pool.builder().pointwise(free, body.scalar(), Ops.origin("n")), body.bound());
    }

    private void truth() {
        List<Axis> free = free();
        Term body = new RandomBody(pool, free).truth(2);
        pool.add(pool.builder().pointwise(free, body.scalar(), Ops.origin("t")), 1);
    }

    /** {@code concat(x, y)}: {@code where(i < n, x[i], y[i - n])}. */
    private void joined() {
        Pool.Value x = pool.floats(1 + pool.random().nextInt(2));
        Optional<Pool.Value> other = pool.some(value -> value.element() == ElementType.FLOAT
                && value.rank() == x.rank()
                && value.shape().subList(1, x.rank()).equals(x.shape().subList(1, x.rank())));
        Pool.Value y = other.orElse(x);
        List<Axis> free = new ArrayList<>(Pool.axesOf(x));
        free.set(0, new Axis("c", Extent.of(x.extent(0) + y.extent(0))));
        Scalar first = at(x, Affine.axis(0));
        Scalar second = at(y, Affine.axis(0).plus(-x.extent(0)));
        Scalar body = pool.chance(50)
                ? Scalars.where(
                        Scalars.apply(
                                Primitive.LT, new Scalar.IndexValue(Affine.axis(0)), Scalars.literal(x.extent(0))),
                        first,
                        second)
                : Scalars.add(first, second);
        pool.add(pool.builder().pointwise(free, body, Ops.origin("concat")), Math.max(x.bound(), y.bound()));
    }

    private static Scalar at(Pool.Value value, Affine first) {
        List<Subscript> at = new ArrayList<>(List.of(first));
        for (int k = 1; k < value.rank(); k++) {
            at.add(Affine.axis(k));
        }
        return new Scalar.Load(value.op(), at, Optional.of(Scalars.literal(0.0)));
    }

    /** What is kept of draws: zeros and ones, as dropout has it. */
    private void draw() {
        List<Integer> shape = pool.sizes().shape(1 + pool.random().nextInt(2), 100);
        boolean perExample = pool.chance(70);
        List<Axis> free = Pool.axes(shape, "i");
        Op draw = pool.builder()
                .draw(
                        pool.values().size(),
                        perExample,
                        free.stream().map(Axis::extent).toList(),
                        Ops.origin("d"));
        pool.add(draw, Double.POSITIVE_INFINITY);
        int[] places = java.util.stream.IntStream.range(0, free.size()).toArray();
        Scalar kept = Scalars.apply(Primitive.LT, Scalars.loadAt(draw, places), Scalars.literal(0.75));
        pool.add(
                pool.builder()
                        .pointwise(
                                free, Scalars.where(kept, Scalars.literal(2.0), Scalars.literal(0.0)), Ops.origin("k")),
                2);
    }

    static int elements(List<Axis> axes) {
        int product = 1;
        for (Axis axis : axes) {
            product *= axis.extent().isBatch() ? 1 : axis.extent().fixedSize();
        }
        return product;
    }
}
