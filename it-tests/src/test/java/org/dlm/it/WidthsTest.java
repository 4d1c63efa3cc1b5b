package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.SplitPart;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trainings give the same bits with plain loops and with vectors of any width, on any machine: the weights of all forms are
 * compared with each other, and with a digest that other machines found too.
 */
class WidthsTest {
    private static final List<List<Integer>> FORMS = List.of(List.of(), List.of(128), List.of(256), List.of(512));
    private static final int BATCH = 16;
    private static final int STEPS = 3;
    private static final long SEED = 5;

    static Stream<Arguments> digits() {
        return Stream.of(
                Arguments.of("mlp", "Mlp", "faa087ee92de692d"), Arguments.of("lenet5", "LeNet5", "49f8d35ce93000ba"));
    }

    /** An epoch of drawn digits, the last batch smaller than the others. */
    @ParameterizedTest
    @MethodSource("digits")
    void an_epoch_ends_with_the_same_weights_in_every_form(String file, String model, String digest) {
        SourceFile source = Models.sample("mnist/src/main/dlm/" + file + ".dlm");
        assertAlike(FORMS.stream().map(form -> anEpoch(source, model, form)).toList(), digest);
    }

    private static float[] anEpoch(SourceFile source, String model, List<Integer> form) {
        ModelFactory factory = Models.compile(source, model, Precision.F32, form);
        Weights weights = Training.of(
                        factory,
                        Training.divided(
                                factory.recipe(model), SplitPart.count("train", 100), SplitPart.count("val", 20)),
                        1,
                        MnistData.drawn(120),
                        Path.of("."))
                .run(1)
                .weights();
        return listed(weights);
    }

    static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of("residual", "Residual", "9a3adc27336b3785"),
                Arguments.of("spirals", "Spirals", "67325696cb7c1c9f"));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void steps_give_the_same_weights_in_every_form(String file, String model, String digest) {
        SourceFile source = Models.test(file);
        assertAlike(FORMS.stream().map(form -> someSteps(source, model, form)).toList(), digest);
    }

    private static float[] someSteps(SourceFile source, String model, List<Integer> form) {
        ModelFactory factory = Models.compile(source, model, Precision.F32, form);
        Weights weights = factory.newWeights(SEED);
        Batch batch = Examples.batch(factory.description(), BATCH, SEED);
        StepContext context = new StepContext(SEED, STEPS, 1);
        try (Team team = Team.single()) {
            TrainingProgram trainer = factory.trainer(model, new ProgramRequest(weights, BATCH, team));
            for (int step = 1; step <= STEPS; step++) {
                context.moveTo(step, 0);
                trainer.step(batch, context);
            }
            return listed(trainer.weights());
        }
    }

    /**
     * All values in the order of the text, each tensor from a multiple of 16 places on, between 12 and 64 zeros: where they lie in the
     * array is another matter, which the digest does not tell.
     */
    private static float[] listed(Weights weights) {
        List<TensorSlot> slots = weights.slots();
        float[] values = new float[weights.length()];
        int offset = 12;
        for (TensorSlot slot : slots) {
            System.arraycopy(
                    weights.floats(),
                    slot.offset(),
                    values,
                    offset,
                    slot.shape().size());
            offset += Math.ceilDiv(slot.shape().size(), 16) * 16;
        }
        return values;
    }

    private static void assertAlike(List<float[]> weights, String digest) {
        for (int form = 1; form < weights.size(); form++) {
            List<Integer> widths = FORMS.get(form);
            assertArrayEquals(bits(weights.getFirst()), bits(weights.get(form)), () -> "vectors of " + widths);
        }
        assertEquals(digest, digest(weights.getFirst()));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** The first 16 digits of the SHA-256 of the bits. */
    private static String digest(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        for (int bits : bits(values)) {
            bytes.putInt(bits);
        }
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(all).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
