package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.data.DataFolder;
import org.dlm.runtime.data.ReaderRegistry;
import org.dlm.runtime.data.RecipeData;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes that are promised are those that are allocated, as the JVM counts them. What is not promised are objects and
 * headers of arrays, of which there are some dozens for each program: less than {@link #OBJECTS}.
 */
class MemoryUsesTest {
    /** Batches, wrappers, lists and headers of arrays: some hundred of some dozens of bytes. */
    private static final long OBJECTS = 24 << 10;

    /** With an optimizer whose state begins at something else than 0, and a target and a column of another type. */
    private static final String DIGITS = """
            model Digits {
              input  image: float[1, 28, 28]
              target label: class[10]
              logits = image -> conv(4, kernel = 3) -> relu -> maxPool(2) -> flatten -> dense(64) -> relu -> dense(10)
              output probability = softmax(logits)
              output likeliest = logits
              loss   total = crossEntropy(logits, label)
            }

            train Digits {
              data { image, label = synthetic.digits(600)  split train = 500, val = 100 }
              test { image, label = synthetic.digits(50, seed = 1) }
              epochs = 1  batch = 48
              minimize total using adam(1e-3)
              keep min val.total
            }
            """;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A compiled model. */
    private record Compiled(ModelSummary summary, ModelFactory factory) {
        MemoryUses uses() {
            return uses(1);
        }

        MemoryUses uses(int threads) {
            return new MemoryUses(summary.memory(), threads);
        }

        RecipeDescription recipe() {
            return factory.recipes().getFirst();
        }
    }

    private static final Compiled F32 = compiled(Precision.F32);

    private static Compiled compiled(Precision precision) {
        CompileResult result = new InMemoryToolchain()
                .compile(
                        new CompileRequest(
                                List.of(new SourceFile("digits.dlm", DIGITS)),
                                new CompileOptions(precision, 1024, List.of())),
                        StageListener.NONE);
        ModelSummary model = result.models().getFirst();
        return new Compiled(model, new InMemoryToolchain().load(result, model));
    }

    /** Of the second time: the first one also initialises classes. */
    private <T> long allocated(Supplier<T> work) {
        work.get();
        long before = threads.getCurrentThreadAllocatedBytes();
        T kept = work.get();
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(kept, kept);
        return bytes;
    }

    private static void assertPromised(MemoryUse promised, long allocated) {
        assertEquals(promised.total() + OBJECTS / 2.0, allocated, OBJECTS / 2.0, promised.line());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 48, 300, 2000})
    void a_training_takes_what_it_says(int batch) {
        Compiled model = F32;
        RecipeData data = data(model);
        long before = allocated(() -> Weights.of(model.factory().description()).copy());

        long programs = allocated(() -> {
            Weights weights = Weights.of(model.factory().description());
            return List.of(
                    model.factory().trainer("Digits", new ProgramRequest(weights, batch, Team.single())),
                    model.factory()
                            .evaluation(new ProgramRequest(
                                    weights, Math.max(batch, EvalCommand.DEFAULT_BATCH), Team.single())));
        });
        long streams = allocated(() -> {
            try (var training = data.split("train").shuffled(batch, 1);
                    var validation = data.split("val").inOrder(Math.max(batch, EvalCommand.DEFAULT_BATCH))) {
                return List.of(training.capacity(), validation.capacity());
            }
        });

        long twice = Weights.of(model.factory().description()).length() * (long) Float.BYTES;
        assertPromised(model.uses().training("Digits", batch), before - twice + programs + streams);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 50})
    void each_thread_has_room_for_the_examples_that_it_computes_at_a_time(int count) {
        Weights weights = Weights.of(F32.factory().description());
        try (Team one = Team.single();
                Team some = Team.of(count)) {
            long alone = allocated(() -> F32.factory().evaluation(new ProgramRequest(weights, 200, one)));
            long together = allocated(() -> F32.factory().evaluation(new ProgramRequest(weights, 200, some)));

            long promised = F32.uses(count).evaluation("Digits", 200).total()
                    - F32.uses().evaluation("Digits", 200).total();

            assertTrue(promised > 0, "there are chains");
            assertEquals(promised, together - alone, OBJECTS / 24.0);
        }
    }

    private static RecipeData data(Compiled model) {
        return RecipeData.read(
                model.factory(), model.recipe(), ReaderRegistry.standard(), new DataFolder(Path.of("")), 1);
    }

    @Test
    void in_f64_everything_but_whole_numbers_takes_twice_as_much() {
        Compiled model = compiled(Precision.F64);

        long programs = allocated(() -> {
            Weights weights = Weights.of(model.factory().description());
            return List.of(
                    model.factory().gradient("Digits", new ProgramRequest(weights, 48, Team.single())),
                    new Batch(
                            model.factory().description().ports(),
                            48,
                            model.factory().description().precision()),
                    new double[weights.length()]);
        });

        assertPromised(model.uses().gradientCheck("Digits", 48), programs);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 256})
    void predicting_takes_what_it_says(int batch) {
        Compiled model = F32;
        RecipeData data = data(model);

        long session = allocated(() -> {
            Weights weights = Weights.of(model.factory().description());
            return model.factory().inference(new ProgramRequest(weights, batch, Team.single()));
        });
        long stream = allocated(() -> {
            try (var batches = data.split("test").inOrder(batch)) {
                return batches.capacity();
            }
        });

        assertPromised(model.uses().prediction("Digits", batch), session + stream);
    }

    /** 650 pictures of 784 bytes with a label of one byte each, and the number of each example in its split; arrays have headers. */
    @Test
    void data_take_the_bytes_of_their_columns() {
        RecipeData data = data(F32);

        assertEquals(650L * (784 + 1 + Integer.BYTES), data.heapBytes(), 1_000);
    }
}
