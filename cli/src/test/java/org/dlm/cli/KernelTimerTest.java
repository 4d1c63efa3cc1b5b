package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.dlm.compiler.cost.Machine;
import org.dlm.compiler.emit.GeneratedProgram;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;
import org.junit.jupiter.api.Test;

class KernelTimerTest {
    private static final int BATCH = 16;

    private static final String NET = """
            model Net {
              input  x: float[8]
              target label: class[3]
              logits = x -> dense(32) -> dropout(0.5) -> relu -> dense(3) as head
              output scores = logits
              loss total = crossEntropy(logits, label)
            }

            train Net {
              data {
                x = idx("x.idx")
                label = idx("y.idx")
              }
              minimize total using adam(0.1)
            }
            """;

    private final GeneratedModels models = new GeneratedModels();

    private ModelFactory compiled() {
        InMemoryToolchain toolchain = new InMemoryToolchain();
        CompileRequest request = new CompileRequest(
                List.of(new SourceFile("net.dlm", NET)), CompileOptions.DEFAULT.with(ThisMachine.vectors()));
        CompileResult result = toolchain.compile(request, models);
        assertTrue(result.succeeded(), () -> result.diagnostics().toString());
        return toolchain.load(result, result.models().getFirst());
    }

    /** Else an optimizer that is run a thousand times with the same gradient would end far away, with denormal moments. */
    @Test
    void what_kernels_write_over_is_put_back() {
        ModelFactory factory = compiled();
        GeneratedProgram program = models.of("Net").training("Net").orElseThrow();
        Weights weights = factory.newWeights(7);
        try (Team team = Team.of(1)) {
            TrainingProgram trainer = factory.trainer("Net", new ProgramRequest(weights, BATCH, team));
            Batch batch = RandomExamples.batch(factory.description(), BATCH, 7);
            StepContext context = new StepContext(7, 100, 1, new double[0]);
            context.moveTo(1, 0);
            trainer.step(batch, context);
            float[] weightsBefore = trainer.weights().floats().clone();
            float[] stateBefore = trainer.state().floats().clone();

            List<KernelTime> times = new KernelTimer(program, trainer, BATCH, 0.01).measure(Machine.AVX512);

            assertEquals(program.steps().size(), times.size());
            assertArrayEquals(weightsBefore, trainer.weights().floats());
            assertArrayEquals(stateBefore, trainer.state().floats());
        }
    }
}
