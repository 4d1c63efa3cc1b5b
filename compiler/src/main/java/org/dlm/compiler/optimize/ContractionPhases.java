package org.dlm.compiler.optimize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.dlm.compiler.graph.Affine;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Interval;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Reduction;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.Subscript;
import org.dlm.compiler.rewrite.OpCopy;

/**
 * Stores an operand of a contraction that is read at a stride by phases, first all elements of the first phase and so on, so that
 * those of one window's place are neighbours: a strided convolution, and its derivative by the weights.
 *
 * <pre>{@code
 * y[o, j < 16] = sum(c, v < 3 : W[o, c, v] * x[c, 2 * j + v])
 *     becomes   p[c, r < 2, q < 17] = x[c, 2 * q + r | 0],   y[o, j] = sum(c, v : W[o, c, v] * p[c, v % 2, j + div(v, 2)])
 * }</pre>
 *
 * <p>A dimension of which only every second element is read keeps those alone. The copy is what reads at a stride then, once for each
 * element. A value that is a copy itself, with padding, is not copied twice: the phases are made from what it was made from.
 */
final class ContractionPhases {
    /** How often an element must be read for its copy to pay. */
    private static final double REUSE = 1.5;
    /** Vectors of a larger stride are not put together from loads. */
    private static final int MOST = 4;

    private final Scalar.Load load;
    private final List<Axis> axes;
    private final GraphRebuild rebuild;
    /** The axes of the copy. */
    private final List<Axis> free = new ArrayList<>();
    /** Where the copy finds its element in the operand. */
    private final List<Affine> from = new ArrayList<>();
    /** Where the contraction finds its element in the copy. */
    private final List<Affine> read = new ArrayList<>();

    private boolean inside = true;

    private ContractionPhases(Scalar.Load load, List<Axis> axes, GraphRebuild rebuild) {
        this.load = load;
        this.axes = axes;
        this.rebuild = rebuild;
    }

    static Graph apply(Graph graph) {
        return GraphRebuild.of(graph, (op, rebuild) -> {
            Op copy = OpCopy.of(op, rebuild.builder(), rebuild::of);
            return ContractionPattern.of(copy)
                    .filter(pattern -> pattern.isRegular() && ContractionPattern.hasReuse(copy))
                    .map(pattern -> byPhases(pattern, rebuild))
                    .orElse(copy);
        });
    }

    private static Op byPhases(ContractionPattern pattern, GraphRebuild rebuild) {
        OpKind.Indexed indexed = (OpKind.Indexed) pattern.op().kind();
        Scalar left = operand(pattern.leftLoad(), pattern, rebuild);
        Scalar right = operand(pattern.rightLoad(), pattern, rebuild);
        return left.equals(pattern.leftLoad()) && right.equals(pattern.rightLoad())
                ? pattern.op()
                : rebuild.builder()
                        .indexed(
                                indexed.free(),
                                Reduction.SUM,
                                indexed.reduced(),
                                Scalars.multiply(left, right),
                                pattern.op().origin());
    }

    private static Scalar operand(Scalar.Load load, ContractionPattern pattern, GraphRebuild rebuild) {
        return isStrided(load, pattern.axes())
                ? new ContractionPhases(load, pattern.axes(), rebuild)
                        .copied()
                        .filter(copy -> Work.elements(copy.source()) * REUSE <= Work.elements(pattern.axes()))
                        .map(Scalar.class::cast)
                        .orElse(load)
                : load;
    }

    /** Whether the longest axis by which the last place moves makes long steps. */
    private static boolean isStrided(Scalar.Load load, List<Axis> axes) {
        return !load.at().isEmpty() && longestStep((Affine) load.at().getLast(), axes) > 1;
    }

    private static int longestStep(Affine place, List<Axis> axes) {
        return IntStream.range(0, axes.size())
                .filter(axis ->
                        place.coefficient(axis) != 0 && !axes.get(axis).extent().isBatch())
                .boxed()
                .max(Comparator.comparingInt(axis -> axes.get(axis).extent().fixedSize()))
                .map(place::coefficient)
                .filter(step -> step <= MOST)
                .orElse(1);
    }

    private Optional<Scalar.Load> copied() {
        List<Extent> shape = load.source().type().shape();
        for (int d = 0; d < shape.size(); d++) {
            dimension((Affine) load.at().get(d), shape.get(d), d == shape.size() - 1);
        }
        Op copy = rebuild.builder().pointwise(free, body(), load.source().origin());
        return Optional.of(new Scalar.Load(copy, List.copyOf(read), Optional.empty()));
    }

    private void dimension(Affine place, Extent extent, boolean last) {
        int step = extent.isBatch() ? 1 : commonStep(place);
        if (step > 1) {
            Interval range = Interval.of(place, axes);
            int low = (int) range.low();
            Affine element = add(
                    "q", (int) (range.high() - low) / step + 1, place.plus(-low).dividedBy(step));
            from.add(element.times(step).plus(low));
        } else if (last) {
            phases(place, extent.fixedSize());
        } else {
            free.add(new Axis("p" + free.size(), extent));
            read.add(place);
            from.add(Affine.axis(free.size() - 1));
        }
    }

    private void phases(Affine place, int size) {
        int step = longestStep(place, axes);
        Interval range = Interval.of(place, axes);
        int low = (int) Math.floorDiv(range.low(), step);
        int high = (int) Math.floorDiv(range.high(), step);
        Affine phase = add("r", step, place.modulo(step));
        Affine quotient = add("q", high - low + 1, place.dividedBy(step).plus(-low));
        from.add(quotient.plus(low).times(step).plus(phase));
        inside = (high + 1) * step <= size;
    }

    private Affine add(String name, int size, Affine at) {
        free.add(new Axis(name, Extent.of(size)));
        read.add(at);
        return Affine.axis(free.size() - 1);
    }

    /** The step that all axes make multiples of, 1 where the place does not move. */
    private static int commonStep(Affine place) {
        int common = place.coefficients().values().stream().reduce(0, ContractionPhases::divisor);
        return Math.max(1, common);
    }

    private static int divisor(int a, int b) {
        return b == 0 ? Math.abs(a) : divisor(b, a % b);
    }

    /** The operand at the places of the copy; of an operand that is a copy, what that reads. */
    private Scalar body() {
        boolean copy = load.source().kind() instanceof OpKind.Indexed indexed
                && load.source().pointwise()
                && indexed.body() instanceof Scalar.Load inner
                && inner.otherwise().isPresent()
                && inner.at().stream().allMatch(Affine.class::isInstance);
        if (copy) {
            return ((OpKind.Indexed) load.source().kind()).body().substitute(from::get);
        }
        List<Subscript> at = List.copyOf(from);
        return new Scalar.Load(
                load.source(),
                at,
                inside
                        ? Optional.empty()
                        : Optional.of(Scalars.zero(load.source().type().element())));
    }
}
