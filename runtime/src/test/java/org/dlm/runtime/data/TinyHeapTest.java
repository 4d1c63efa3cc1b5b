package org.dlm.runtime.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.dlm.runtime.parallel.Team;
import org.dlm.runtime.program.LinearRegression;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.TrainingProgram;
import org.dlm.runtime.train.RunSettings;
import org.dlm.runtime.train.TrainingRequest;
import org.dlm.runtime.train.TrainingRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose heap is a fraction of the data trains on them, and finds the same weights. */
class TinyHeapTest {
    private static final int HEAP_MEGABYTES = 16;

    /** Mostly columns that nobody uses: 96 of 8 bytes for each row, four times the heap in all. */
    private static final int COLUMNS = 96;

    private static final int ROWS = 4 * HEAP_MEGABYTES * (1 << 20) / (COLUMNS * Double.BYTES);

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void data_four_times_the_heap_train_to_the_same_weights() throws Exception {
        writeData();
        Path answer = folder.resolve("answer.txt");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + HEAP_MEGABYTES + "m",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("spills")),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TinyHeapTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        int code = child.waitFor();
        String streamed = Files.readString(answer);

        assertEquals(0, code, streamed);
        assertTrue(streamed.contains("streamed: true"), streamed);
        assertEquals(train(folder).replace("streamed: false", "streamed: true"), streamed);
        assertEquals(List.of(), DataFiles.names(folder.resolve("spills")));
    }

    private void writeData() throws IOException {
        Random random = new Random(11);
        try (Writer out = Files.newBufferedWriter(folder.resolve("line.csv"), StandardCharsets.US_ASCII)) {
            out.write("a,b,y");
            for (int c = 3; c < COLUMNS; c++) {
                out.write(",c" + c);
            }
            String rest = ",1".repeat(COLUMNS - 3) + "\n";
            for (int row = 0; row < ROWS; row++) {
                double a = random.nextGaussian();
                double b = random.nextGaussian();
                out.write("\n" + a + "," + b + "," + (2 * a - b + 0.5) + rest);
            }
        }
    }

    /** Trains and tells what came out. */
    private static String train(Path folder) {
        RecipeDescription recipe = LinearRegression.recipe().batch(64).epochs(2).build();
        LinearRegression model = new LinearRegression(recipe);
        ProgramRequest request = new ProgramRequest(model.newWeights(7), 64, Team.single());
        TrainingProgram trainer = model.trainer("Line", request);
        try (RecipeData data =
                RecipeData.read(model, recipe, ReaderRegistry.standard(), new DataFolder(folder), recipe.seed())) {
            TrainingRequest.Builder run = TrainingRequest.of(trainer, model.evaluation(request));
            new TrainingRun(run.build(recipe, RunSettings.of(recipe), data)).run();
            StringBuilder text = new StringBuilder("streamed: " + data.isStreamed() + "\n" + data.digest() + "\n");
            for (float weight : trainer.weights().floats()) {
                text.append(Float.floatToRawIntBits(weight)).append('\n');
            }
            return text.toString();
        }
    }

    /** The child: trains on {@code line.csv} in the folder of its argument. */
    public static void main(String[] arguments) {
        System.out.print(train(Path.of(arguments[0])));
    }
}
