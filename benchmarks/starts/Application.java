import java.util.Arrays;
import org.dlm.benchmarks.Mlp;
import org.dlm.benchmarks.MlpSession;
import org.dlm.benchmarks.MlpTrainer;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.StepContext;

/**
 * What an application does with a generated model, in a JVM of its own: it trains, or predicts, with one example after another.
 * {@code Starts} puts the name of the model in the place of {@code Mlp} and says the rest by system properties.
 */
public final class Application {
    private static final int BATCH = 64;
    private static final long BEGIN = Long.getLong("starts.begin");
    private static final int COUNT = Integer.getInteger("starts.count");

    private Application() {}

    /** The loops stand in {@code main} on purpose: that is where applications have them. */
    public static void main(String[] arguments) {
        System.out.println("main " + sinceBegin());
        float[] numbers = new float[1 << 16];
        long rounds = Long.getLong("starts.loop") * 1_000_000;
        for (long i = 0; i < rounds; i++) {
            int at = (int) i & numbers.length - 1;
            numbers[at] = numbers[at] * 0.5f + (i * 0x9E3779B9L >>> 7 & 0xFFFF) / 65536f;
        }
        long[] nanos = new long[COUNT];
        long[] ends = new long[COUNT];
        if (System.getProperty("starts.work").equals("train")) {
            MlpTrainer trainer = Mlp.create(1).trainer(BATCH, Team.single());
            Batch batch = batch(numbers);
            StepContext context = new StepContext(1, COUNT, 1, 1e-3);
            for (int step = 1; step <= COUNT; step++) {
                context.moveTo(step, 0);
                long from = System.nanoTime();
                trainer.step(batch, context);
                nanos[step - 1] = System.nanoTime() - from;
                ends[step - 1] = System.currentTimeMillis() - BEGIN;
            }
        } else {
            MlpSession session = Mlp.create(1).session();
            float[] image = batch(numbers).floats(0);
            float[] one = Arrays.copyOf(
                    image, Mlp.description().ports().get(0).shape().size());
            for (int call = 1; call <= COUNT; call++) {
                long from = System.nanoTime();
                session.scores(one);
                nanos[call - 1] = System.nanoTime() - from;
                ends[call - 1] = System.currentTimeMillis() - BEGIN;
            }
        }
        report(nanos, ends);
    }

    /** Pictures in 0 .. 1 with labels in turn. */
    private static Batch batch(float[] numbers) {
        Batch batch =
                new Batch(Mlp.description().ports(), BATCH, Mlp.description().precision());
        for (int i = 0; i < batch.floats(0).length; i++) {
            batch.floats(0)[i] = (i * 7919 % 1009) / 1009f + 0 * numbers[i & numbers.length - 1];
        }
        for (int example = 0; example < BATCH; example++) {
            batch.ints(1)[example] = example % 10;
        }
        batch.filled(BATCH, 0);
        return batch;
    }

    private static void report(long[] nanos, long[] ends) {
        System.out.println("first " + ends[0]);
        System.out.println("hundredth " + ends[Math.min(COUNT, 100) - 1]);
        System.out.println("last " + ends[COUNT - 1]);
        long[] steady = Arrays.copyOfRange(nanos, COUNT - COUNT / 4, COUNT);
        Arrays.sort(steady);
        System.out.println("median " + steady[steady.length / 2] / 1e3);
        System.out.println("tenth " + steady[steady.length / 10] / 1e3);
        System.out.println("cpu "
                + ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .orElseThrow()
                                .toMillis()
                        / 1e3);
    }

    private static long sinceBegin() {
        return System.currentTimeMillis() - BEGIN;
    }
}
