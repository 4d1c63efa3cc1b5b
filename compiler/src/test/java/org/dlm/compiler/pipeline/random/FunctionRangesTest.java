package org.dlm.compiler.pipeline.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.Graph.ResultRole;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.graph.Ops;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.graph.Scalar;
import org.dlm.compiler.graph.Scalars;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.pipeline.FuzzTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every function of the language over its range, in every form of a generated program: numbers of all magnitudes, and near 0. */
@Tag("many-kernels")
class FunctionRangesTest {
    private static final int NUMBERS = 5_000;

    /** Up to here waves of f32 numbers have a place on the circle. */
    private static final float WAVES = 1_000;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void functions_of_numbers_of_all_magnitudes(Precision precision) {
        long seed = FuzzTime.freshSeed();
        SplittableRandom random = new SplittableRandom(seed);
        assertRight(precision, "bits of seed " + seed, i -> Float.intBitsToFloat(random.nextInt()));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void functions_of_usual_numbers(Precision precision) {
        long seed = FuzzTime.freshSeed();
        SplittableRandom random = new SplittableRandom(seed);
        assertRight(precision, "numbers of seed " + seed, i -> (float) (random.nextGaussian() * 10));
    }

    private static void assertRight(Precision precision, String numbers, IntToDoubleFunction number) {
        double[] x = new double[NUMBERS];
        java.util.Arrays.setAll(x, number);
        assertEquals(Map.of(), StepProof.faults(List.of(step(x)), precision, new Statistics()), numbers);
    }

    /** An output for each function. */
    private static StepGraph step(double[] numbers) {
        GraphBuilder builder = new GraphBuilder();
        Op x = builder.source(
                OpKind.Role.BUFFER, "x", TensorType.of(ElementType.FLOAT, NUMBERS), false, Ops.origin("x"));
        List<Axis> axes = List.of(new Axis("i", Extent.of(NUMBERS)));
        List<Graph.Result> results = new ArrayList<>();
        Op loss = builder.pointwise(List.of(), Scalars.literal(0.0), Ops.origin("loss"));
        results.add(new Graph.Result(ResultRole.LOSS, "loss", loss));
        for (Primitive function : Primitive.values()) {
            if (function.arity() == 1
                    && !List.of(Primitive.NOT, Primitive.TO_NUMBER).contains(function)) {
                Op y = builder.pointwise(axes, Scalars.apply(function, argument(function, x)), Ops.origin("y"));
                results.add(new Graph.Result(ResultRole.OUTPUT, function.word() + results.size(), y));
            }
        }
        Inputs inputs = Inputs.ofBatch(1).with(OpKind.Role.BUFFER, "x", numbers);
        return new StepGraph(builder.graph(results, List.of()), inputs, Map.of(), 1);
    }

    private static Scalar argument(Primitive function, Op x) {
        Scalar number = Scalars.loadAt(x, 0);
        boolean wave = function == Primitive.SIN || function == Primitive.COS;
        Scalar near = Scalars.apply(Primitive.LE, Scalars.apply(Primitive.ABS, number), Scalars.literal(WAVES));
        return wave ? Scalars.where(near, number, Scalars.literal(0.25)) : number;
    }
}
