package org.dlm.compiler.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.pipeline.InMemoryCompiler;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

/** The method that docs/embedding.md shows is compiled, and does what the text says. */
class EmbeddingExampleTest {
    private static final EmbeddedModel TINY = EmbeddedModel.tiny();

    private static Method example() throws IOException, ReflectiveOperationException {
        String document = Files.readString(Path.of("../docs/embedding.md"));
        int begin = document.indexOf("/** One update by the mean");
        String text =
                """
                import java.util.List;
                import org.dlm.runtime.model.Gradients;
                import org.dlm.runtime.program.Batch;
                import org.dlm.runtime.program.StepContext;
                import org.dlm.runtime.program.TrainingProgram;

                public final class Example {
                public %s
                }
                """.formatted(document.substring(document.indexOf("static", begin), document.indexOf("```", begin)));
        return new InMemoryCompiler()
                .compile(List.of(new GeneratedFile("Example.java", text)))
                .loadClass("Example")
                .getMethod("step", TrainingProgram.class, List.class, StepContext.class);
    }

    /** The rule is linear in the gradient: momentum from rest moves by the mean of what each batch would move. */
    @Test
    void gradients_of_several_batches_make_one_update() throws IOException, ReflectiveOperationException {
        List<Batch> batches = List.of(TINY.batch(6), TINY.batch(6));
        for (int i = 0; i < batches.getLast().floats(0).length; i++) {
            batches.getLast().floats(0)[i] *= -0.5f;
        }
        TrainingProgram trainer = TINY.trainer(TINY.create(1), 6);
        Weights start = trainer.weights().copy();

        double loss = (double) EmbeddedModel.invoke(example(), null, trainer, batches, EmbeddedModel.context(1));

        TrainingProgram first = stepped(batches.getFirst());
        TrainingProgram second = stepped(batches.getLast());
        assertEquals((loss(batches.getFirst()) + loss(batches.getLast())) / 2, loss, 1e-12);
        for (TensorSlot slot : start.slots()) {
            assertArrayEquals(
                    mean(slot, first.weights(), second.weights()),
                    trainer.weights().get(slot.path()),
                    2 * Math.ulp(1f),
                    slot.path());
        }
    }

    private static TrainingProgram stepped(Batch batch) {
        TrainingProgram trainer = TINY.trainer(TINY.create(1), 6);
        trainer.step(batch, EmbeddedModel.context(1));
        return trainer;
    }

    private static double loss(Batch batch) {
        return TINY.trainer(TINY.create(1), 6).gradient(batch, EmbeddedModel.context(1));
    }

    private static double[] mean(TensorSlot slot, Weights first, Weights second) {
        double[] one = first.get(slot.path());
        double[] two = second.get(slot.path());
        double[] mean = new double[one.length];
        Arrays.setAll(mean, i -> (one[i] + two[i]) / 2);
        return mean;
    }
}
