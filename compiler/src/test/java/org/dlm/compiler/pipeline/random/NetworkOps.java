package org.dlm.compiler.pipeline.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;

/** The ops that networks are made of, at odd sizes: for these there are schedules. */
record NetworkOps(Pool pool) {
    private static final Scalar ZERO = Scalars.literal(0.0);

    void add() {
        switch (pool.random().nextInt(12)) {
            case 0, 1, 2 -> dense();
            case 3, 4 -> convolution();
            case 5 -> plane();
            case 6 -> window();
            case 7 -> pairs();
            case 8 -> rows();
            case 9 -> embedding();
            case 10 -> prefix();
            default -> chosen();
        }
    }

    private Pool.Value weight(List<Integer> shape) {
        Optional<Pool.Value> known = pool.some(value -> value.kept()
                && value.shape().equals(shape.stream().map(Extent::of).toList()));
        return known.isPresent() && pool.chance(50)
                ? known.get()
                : pool.source(OpKind.Role.PARAMETER, ElementType.FLOAT, shape);
    }

    /** {@code y[t, o] = f(sum(k : W[o, k] * x[t, k]) + b[o])}, the matrix in one of two orders. */
    private void dense() {
        Pool.Value x = small(pool.floats(1 + pool.random().nextInt(2)));
        int last = x.rank() - 1;
        int inside = x.extent(last);
        int outputs = pool.sizes().extent(Math.max(1, 3_000 / Math.max(1, x.elements())));
        boolean turned = pool.chance(50);
        Pool.Value w = weight(turned ? List.of(inside, outputs) : List.of(outputs, inside));
        List<Axis> free = new ArrayList<>(Pool.axesOf(x).subList(0, last));
        free.add(new Axis("o", Extent.of(outputs)));
        Affine o = Affine.axis(last);
        Affine k = Affine.axis(last + 1);
        List<Subscript> at =
                new ArrayList<>(IntStream.range(0, last).mapToObj(Affine::axis).toList());
        at.add(k);
        Op product = sum(
                free,
                List.of(new Axis("k", Extent.of(inside))),
                Scalars.load(w.op(), turned ? List.of(k, o) : List.of(o, k)),
                Scalars.load(x.op(), at));
        Pool.Value y = pool.add(product, x.bound() * w.bound() * inside);
        if (pool.chance(60)) {
            biased(y, weight(List.of(outputs)));
        }
    }

    /** {@code f(y[.., o] + b[o])} with a rectifier, or tanh. */
    private void biased(Pool.Value y, Pool.Value b) {
        List<Axis> free = Pool.axesOf(y);
        int[] places = IntStream.range(0, free.size()).toArray();
        Scalar z = Scalars.add(Scalars.loadAt(y.op(), places), Scalars.loadAt(b.op(), free.size() - 1));
        Scalar body = switch (pool.random().nextInt(pool.exact() ? 3 : 4)) {
            case 0 -> z;
            case 1 -> Scalars.where(Scalars.apply(Primitive.GT, z, ZERO), z, ZERO);
            case 2 -> Scalars.apply(Primitive.MAX, z, ZERO);
            default -> Scalars.apply(Primitive.TANH, z);
        };
        pool.add(pool.builder().pointwise(free, body, Ops.origin("biased")), y.bound() + b.bound());
    }

    /** {@code y[o, i] = sum(c, u : k[o, c, u] * x[c, i * stride + u * dilation - before | 0])}. */
    private void convolution() {
        Pool.Value x = small(pool.some(
                        value -> value.element() == ElementType.FLOAT && value.rank() == 2 && value.elements() <= 200)
                .orElseGet(() -> pool.source(
                        OpKind.Role.INPUT,
                        ElementType.FLOAT,
                        List.of(1 + pool.random().nextInt(4), pool.sizes().extent(40)))));
        Window window = window(x.extent(1));
        int channels = x.extent(0);
        int outputs = pool.sizes().extent(Math.max(1, Math.min(17, 4_000 / (x.elements() * window.taps))));
        Pool.Value kernel = weight(List.of(outputs, channels, window.taps));
        Op y = sum(
                List.of(new Axis("o", Extent.of(outputs)), new Axis("i", Extent.of(window.places))),
                List.of(new Axis("c", Extent.of(channels)), new Axis("u", Extent.of(window.taps))),
                Scalars.load(kernel.op(), List.of(Affine.axis(0), Affine.axis(2), Affine.axis(3))),
                window.load(x.op(), List.of(Affine.axis(2), window.place(1, 3))));
        pool.add(y, x.bound() * kernel.bound() * channels * window.taps);
    }

    /** Places of a window along a dimension. */
    private record Window(int extent, int taps, int stride, int dilation, int before, int places) {
        Affine place(int axis, int tap) {
            return Affine.axis(axis)
                    .times(stride)
                    .plus(Affine.axis(tap).times(dilation))
                    .plus(-before);
        }

        boolean inside() {
            return before == 0 && (places - 1) * stride + (taps - 1) * dilation < extent;
        }

        Scalar load(Op source, List<Subscript> at) {
            return inside() ? Scalars.load(source, at) : new Scalar.Load(source, at, Optional.of(ZERO));
        }
    }

    private Window window(int extent) {
        int taps = Math.min(extent, 1 + pool.random().nextInt(5));
        int stride = 1 + pool.random().nextInt(pool.chance(60) ? 1 : 4);
        int dilation = taps > 1 && (taps - 1) * 2 < extent && pool.chance(20) ? 2 : 1;
        int span = (taps - 1) * dilation + 1;
        int before = pool.chance(50) ? pool.random().nextInt(taps) : 0;
        int after = pool.chance(50) ? before : pool.random().nextInt(2);
        int room = extent + before + after - span;
        return new Window(extent, taps, stride, dilation, before, Math.max(0, room) / stride + 1);
    }

    /** A convolution of two axes, or one for each channel. */
    private void plane() {
        Pool.Value x = small(pool.some(
                        value -> value.element() == ElementType.FLOAT && value.rank() == 3 && value.elements() <= 200)
                .orElseGet(() -> pool.source(
                        OpKind.Role.INPUT,
                        ElementType.FLOAT,
                        List.of(
                                1 + pool.random().nextInt(3),
                                1 + pool.random().nextInt(8),
                                pool.sizes().extent(9)))));
        Window down = window(x.extent(1));
        Window along = window(x.extent(2));
        int channels = x.extent(0);
        boolean each = pool.chance(30);
        int outputs = each ? channels : pool.sizes().extent(5);
        Pool.Value kernel = weight(List.of(outputs, channels, down.taps, along.taps));
        List<Axis> free = List.of(
                new Axis("o", Extent.of(outputs)),
                new Axis("i", Extent.of(down.places)),
                new Axis("j", Extent.of(along.places)));
        List<Axis> reduced =
                new ArrayList<>(List.of(new Axis("u", Extent.of(down.taps)), new Axis("v", Extent.of(along.taps))));
        if (!each) {
            reduced.add(pool.random().nextInt(3), new Axis("c", Extent.of(channels)));
        }
        int u = 3 + named(reduced, "u");
        int v = 3 + named(reduced, "v");
        int c = each ? 0 : 3 + named(reduced, "c");
        List<Subscript> at = List.of(Affine.axis(c), down.place(1, u), along.place(2, v));
        Scalar load = down.inside() && along.inside()
                ? Scalars.load(x.op(), at)
                : new Scalar.Load(x.op(), at, Optional.of(ZERO));
        Scalar tap = Scalars.load(kernel.op(), List.of(Affine.axis(0), Affine.axis(c), Affine.axis(u), Affine.axis(v)));
        pool.add(sum(free, reduced, tap, load), x.bound() * kernel.bound() * channels * down.taps * along.taps);
    }

    private static int named(List<Axis> axes, String name) {
        return IntStream.range(0, axes.size())
                .filter(k -> axes.get(k).name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Pooling: {@code y[c, i] = max(u : x[c, i * stride + u | -9])}. */
    private void window() {
        Pool.Value x = pool.floats(1 + pool.random().nextInt(3));
        int last = x.rank() - 1;
        Window window = window(x.extent(last));
        List<Axis> free = new ArrayList<>(Pool.axesOf(x).subList(0, last));
        free.add(new Axis("i", Extent.of(window.places)));
        List<Subscript> at =
                new ArrayList<>(IntStream.range(0, last).mapToObj(Affine::axis).toList());
        at.add(window.place(last, last + 1));
        Scalar load = window.inside()
                ? Scalars.load(x.op(), at)
                : new Scalar.Load(x.op(), at, Optional.of(Scalars.literal(-9.0)));
        Reduction kind = List.of(
                        Reduction.MAX, Reduction.MIN, Reduction.SUM, pool.exact() ? Reduction.ARGMAX : Reduction.MAX)
                .get(pool.random().nextInt(4));
        Op y = pool.builder()
                .indexed(free, kind, List.of(new Axis("u", Extent.of(window.taps))), load, Ops.origin("pool"));
        pool.add(y, (kind == Reduction.SUM ? window.taps : 1) * Math.max(9, x.bound()));
    }

    /** Scores of attention: {@code s[i, j] = sum(k : x[i, k] * y[j, k])}. */
    private void pairs() {
        Pool.Value x = small(pool.floats(2));
        Pool.Value y = small(pool.some(value ->
                        value.element() == ElementType.FLOAT && value.rank() == 2 && value.extent(1) == x.extent(1))
                .orElse(x));
        if (x.extent(0) * y.extent(0) * x.extent(1) > 6_000) {
            return;
        }
        Op product = sum(
                List.of(new Axis("i", Extent.of(x.extent(0))), new Axis("j", Extent.of(y.extent(0)))),
                List.of(new Axis("k", Extent.of(x.extent(1)))),
                Scalars.loadAt(x.op(), 0, 2),
                Scalars.loadAt(y.op(), 1, 2));
        pool.add(product, x.bound() * y.bound() * x.extent(1));
    }

    /** Several computations for each row: softmax, or with small integers a likeness of it. */
    private void rows() {
        Pool.Value x = small(pool.floats(1 + pool.random().nextInt(2)));
        int last = x.rank() - 1;
        List<Axis> outer = Pool.axesOf(x).subList(0, last);
        Axis row = new Axis("k", x.shape().get(last));
        List<Axis> all = Pool.axesOf(x);
        int[] here = IntStream.range(0, x.rank()).toArray();
        int[] before = IntStream.range(0, last).toArray();
        Op largest = pool.builder()
                .indexed(outer, Reduction.MAX, List.of(row), Scalars.loadAt(x.op(), here), Ops.origin("max"));
        Scalar shifted = Scalars.subtract(Scalars.loadAt(x.op(), here), Scalars.loadAt(largest, before));
        Scalar grown = pool.exact()
                ? Scalars.apply(Primitive.MAX, shifted, Scalars.literal(-4.0))
                : Scalars.apply(Primitive.EXP, shifted);
        Op e = pool.builder().pointwise(all, grown, Ops.origin("e"));
        Op total = pool.builder()
                .indexed(outer, Reduction.SUM, List.of(row), Scalars.loadAt(e, here), Ops.origin("total"));
        Scalar part = pool.exact()
                ? Scalars.subtract(Scalars.loadAt(e, here), Scalars.loadAt(total, before))
                : Scalars.divide(Scalars.loadAt(e, here), Scalars.loadAt(total, before));
        pool.add(e, pool.exact() ? 4 : 1);
        pool.add(total, 4.0 * x.extent(last));
        pool.add(pool.builder().pointwise(all, part, Ops.origin("rows")), pool.exact() ? 8.0 * x.extent(last) : 1);
    }

    /** {@code y[t, d] = table[ids[t], d]}, and with it what its derivative does. */
    private void embedding() {
        int count = 1 + pool.random().nextInt(9);
        int depth = pool.sizes().extent(33);
        Pool.Value ids = pool.ids(pool.sizes().shape(pool.random().nextInt(2), 9), count);
        Pool.Value table = weight(List.of(count, depth));
        List<Axis> free = new ArrayList<>(Pool.axesOf(ids));
        int d = free.size();
        free.add(new Axis("d", Extent.of(depth)));
        int[] here = IntStream.range(0, d).toArray();
        Subscript row = new Subscript.Data(Scalars.loadAt(ids.op(), here));
        Pool.Value y = pool.add(
                pool.builder()
                        .pointwise(free, Scalars.load(table.op(), List.of(row, Affine.axis(d))), Ops.origin("rows")),
                table.bound());
        if (pool.chance(40)) {
            List<Axis> domain = new ArrayList<>(List.of(new Axis("b", Extent.BATCH)));
            domain.addAll(free);
            int[] shifted = IntStream.range(1, domain.size()).toArray();
            Subscript at = new Subscript.Data(Scalars.loadAt(
                    ids.op(), IntStream.range(1, domain.size() - 1).toArray()));
            pool.add(
                    pool.builder()
                            .scatterAdd(
                                    table.op().type(),
                                    domain,
                                    List.of(at, Affine.axis(domain.size() - 1)),
                                    Scalars.loadAt(y.op(), shifted),
                                    Ops.origin("spread")),
                    table.bound() * ids.elements() * pool.inputs().batch());
        }
    }

    /** {@code y[i] = sum(j : where(j <= i, x[j], 0))}. */
    private void prefix() {
        Pool.Value x = small(pool.floats(1));
        int extent = Math.min(50, x.extent(0));
        Scalar before = Scalars.apply(
                Primitive.LE, new Scalar.IndexValue(Affine.axis(1)), new Scalar.IndexValue(Affine.axis(0)));
        Scalar body = Scalars.where(before, Scalars.loadAt(x.op(), 1), ZERO);
        pool.add(
                pool.builder()
                        .indexed(
                                List.of(new Axis("i", Extent.of(extent))),
                                Reduction.SUM,
                                List.of(new Axis("j", Extent.of(extent))),
                                body,
                                Ops.origin("prefix")),
                x.bound() * extent);
    }

    /** What stands at the place of another value's largest element. */
    private void chosen() {
        Pool.Value x = pool.floats(1);
        if (!pool.exact()) {
            return;
        }
        Op place = pool.builder()
                .indexed(
                        List.of(),
                        pool.chance(50) ? Reduction.ARGMAX : Reduction.ARGMIN,
                        List.of(new Axis("k", x.shape().getFirst())),
                        Scalars.loadAt(x.op(), 0),
                        Ops.origin("place"));
        pool.add(place, x.extent(0));
        Pool.Value table = weight(List.of(x.extent(0), pool.sizes().extent(17)));
        Axis d = new Axis("d", table.shape().get(1));
        Scalar body =
                Scalars.load(table.op(), List.of(new Subscript.Data(Scalars.load(place, List.of())), Affine.axis(0)));
        pool.add(pool.builder().pointwise(List.of(d), body, Ops.origin("chosen")), table.bound());
    }

    private Op sum(List<Axis> free, List<Axis> reduced, Scalar left, Scalar right) {
        return pool.builder()
                .indexed(free, Reduction.SUM, reduced, Scalars.multiply(left, right), Ops.origin("product"));
    }

    /** The value itself where its elements are small, else one that is cut. */
    private Pool.Value small(Pool.Value value) {
        if (value.bound() <= 64) {
            return value;
        }
        List<Axis> free = Pool.axesOf(value);
        Term cut = new Term(
                        Scalars.loadAt(
                                value.op(), IntStream.range(0, free.size()).toArray()),
                        value.bound())
                .cut(6);
        return pool.add(pool.builder().pointwise(free, cut.scalar(), Ops.origin("cut")), 6);
    }
}
