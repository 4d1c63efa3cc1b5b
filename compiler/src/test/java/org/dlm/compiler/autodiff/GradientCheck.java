package org.dlm.compiler.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.dlm.compiler.batch.BatchPass;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Tensor;

/**
 * Compares the adjoints of all FLOAT sources with central differences in f64, after the batch pass, and the batched loss with
 * the mean of the losses of the examples. INT sources get values below a bound.
 */
public final class GradientCheck {
    /** The error of a central difference is of the order step^2 + 1e-16 / step: 1e-10 of the values, here of order 1. */
    private static final double STEP = 1e-5;

    private static final double TOLERANCE = 1e-7;

    /** Of each source; a difference costs two runs of the graph. */
    private static final int SAMPLE = 40;

    private final int batch;
    private final long seed;
    private final int bound;

    private GradientCheck(int batch, long seed, int bound) {
        this.batch = batch;
        this.seed = seed;
        this.bound = bound;
    }

    public static GradientCheck ofBatch(int batch) {
        return new GradientCheck(batch, 1, 1);
    }

    public GradientCheck withSeed(long newSeed) {
        return new GradientCheck(batch, newSeed, bound);
    }

    public GradientCheck withIntsBelow(int newBound) {
        return new GradientCheck(batch, seed, newBound);
    }

    /** Checks all sources but those named, of which the adjoint may be missing; gives the graph with adjoints {@code d_name}. */
    public Graph check(GraphBuilder builder, Op exampleLoss, String... mayBeUnreached) {
        return check(Ops.graph(builder, Ops.loss(exampleLoss)), mayBeUnreached);
    }

    /** Checks a graph whose one result is named {@code loss}. */
    public Graph check(Graph perExample, String... mayBeUnreached) {
        GraphVerifier.verify(perExample, "test");
        Graph batched = BatchPass.run(perExample);
        GraphVerifier.verify(batched, "batch");
        Inputs inputs = randomInputs(batched);
        compareBatchWithExamples(perExample, batched, inputs);
        return compareAdjoints(batched, inputs, List.of(mayBeUnreached));
    }

    private void compareBatchWithExamples(Graph perExample, Graph batched, Inputs inputs) {
        double[] each = Interpreter.run(perExample, inputs).result("loss").elements();
        double mean = Arrays.stream(each).average().orElseThrow();
        double loss = Interpreter.run(batched, inputs).result("loss").at();
        // The same sums in another order of at most batch additions.
        assertEquals(mean, loss, batch * 1e-15 * Math.max(1, Math.abs(mean)), "mean loss, seed " + seed);
    }

    private Graph compareAdjoints(Graph batched, Inputs inputs, List<String> mayBeUnreached) {
        List<Op> sources = batched.ops().stream()
                .filter(op -> op.kind() instanceof OpKind.Source && op.type().element() == ElementType.FLOAT)
                .toList();
        Op loss = batched.result("loss").orElseThrow();
        Gradients gradients = Autodiff.differentiate(batched, loss, sources);
        List<Graph.Result> results = new ArrayList<>(batched.results());
        for (Op source : sources) {
            gradients.adjoint(source).ifPresent(d -> results.add(Ops.value("d_" + name(source), d)));
        }
        Graph graph = gradients.builder().graph(results, List.of());
        GraphVerifier.verify(graph, "autodiff");
        var run = Interpreter.run(graph, inputs);
        for (Op source : sources) {
            if (gradients.adjoint(source).isPresent()) {
                Tensor adjoint = run.value(gradients.adjoint(source).get());
                int[] sample = sample(adjoint.elements().length);
                double[] sampled = IntStream.of(sample)
                        .mapToDouble(k -> adjoint.elements()[k])
                        .toArray();
                compare(source, sampled, differences(batched, source, inputs, sample));
            } else {
                assertTrue(mayBeUnreached.contains(name(source)), "no adjoint of " + name(source));
            }
        }
        return graph;
    }

    private void compare(Op source, double[] adjoint, double[] differences) {
        double error = 0;
        double adjointNorm = 0;
        double differenceNorm = 0;
        for (int k = 0; k < adjoint.length; k++) {
            error = Math.hypot(error, adjoint[k] - differences[k]);
            adjointNorm = Math.hypot(adjointNorm, adjoint[k]);
            differenceNorm = Math.hypot(differenceNorm, differences[k]);
        }
        String message =
                "%s, seed %d:%n%s%n%s".formatted(source, seed, Arrays.toString(adjoint), Arrays.toString(differences));
        assertTrue(adjointNorm > 0, "all zero: " + message);
        double ratio = error / (adjointNorm + differenceNorm);
        assertTrue(ratio < TOLERANCE, ratio + " of " + message);
    }

    /** All elements, or so many of them chosen at random. */
    private int[] sample(int count) {
        return new Random(seed)
                .ints(0, count)
                .distinct()
                .limit(Math.min(count, SAMPLE))
                .toArray();
    }

    private static double[] differences(Graph graph, Op source, Inputs inputs, int[] sample) {
        OpKind.Source kind = (OpKind.Source) source.kind();
        double[] at = inputs.sources().get(new Inputs.Key(kind.role(), kind.name()));
        return IntStream.of(sample)
                .mapToDouble(k ->
                        (loss(graph, kind, inputs, at, k, STEP) - loss(graph, kind, inputs, at, k, -STEP)) / (2 * STEP))
                .toArray();
    }

    private static double loss(Graph graph, OpKind.Source source, Inputs inputs, double[] at, int k, double step) {
        double[] moved = at.clone();
        moved[k] += step;
        return Interpreter.run(graph, inputs.with(source.role(), source.name(), moved))
                .result("loss")
                .at();
    }

    private Inputs randomInputs(Graph batched) {
        Random random = new Random(seed);
        Inputs inputs = Inputs.ofBatch(batch).withSeed(seed);
        for (Op op : batched.ops()) {
            if (op.kind() instanceof OpKind.Source source) {
                int count = (int) op.type().fixedElements() * (op.type().batched() ? batch : 1);
                double[] elements = new double[count];
                for (int k = 0; k < count; k++) {
                    elements[k] =
                            op.type().element() == ElementType.INT ? random.nextInt(bound) : random.nextGaussian();
                }
                inputs = inputs.with(source.role(), source.name(), elements);
            }
        }
        return inputs;
    }

    private static String name(Op source) {
        return ((OpKind.Source) source.kind()).name();
    }
}
