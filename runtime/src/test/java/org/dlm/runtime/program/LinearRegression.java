package org.dlm.runtime.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.Gradients;
import org.dlm.runtime.model.Hyper;
import org.dlm.runtime.model.HyperRange;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.random.Philox;

/**
 * What a generated class would be, written by hand for the smallest model that uses everything: {@code y = w . x + b}, the
 * mean squared error, momentum (so that there is optimizer state) and a little noise on the inputs (so that there are
 * draws).
 */
public final class LinearRegression implements ModelFactory {
    private static final int WEIGHT = 0;
    private static final int BIAS = 2;

    private static final ModelDescription DESCRIPTION = ModelDescription.named("Line")
            .sourceHash("1234")
            .input("x", ElementKind.FLOAT, Shape.of(2))
            .target("y", ElementKind.FLOAT, Shape.SCALAR)
            .parameter("w", Shape.of(2), WEIGHT)
            .parameter("b", Shape.SCALAR, BIAS)
            .output("guess", ElementKind.FLOAT, Shape.SCALAR)
            .loss("total")
            .metric("distance")
            .build();

    private final RecipeDescription recipe;

    /** The model with a recipe. */
    public LinearRegression(RecipeDescription recipe) {
        this.recipe = recipe;
    }

    /** A recipe on a file {@code line.csv} with the columns a, b and y. */
    public static RecipeDescription.Builder recipe() {
        return RecipeDescription.named("Line")
                .loss("total")
                .epochs(4)
                .batch(8)
                .seed(42)
                .hyper(new Hyper("lr", 0.05, new HyperRange.LogBetween(1e-5, 10)))
                .data(new DataBlock(
                        "data",
                        List.of(SourceCall.of("csv", new SourceCall.Argument.Text("line.csv"))),
                        List.of(
                                RawColumn.named(0, "a", ElementKind.FLOAT, Shape.SCALAR, 0),
                                RawColumn.named(0, "b", ElementKind.FLOAT, Shape.SCALAR, 0),
                                RawColumn.named(0, "y", ElementKind.FLOAT, Shape.SCALAR, 0))))
                .split(SplitPart.share("train", 0.75))
                .split(SplitPart.share("val", 0.25))
                .keep(new KeepRule("val", "total", false));
    }

    /** Writes the file of the recipe: points on {@code y = 2 a - b + 1/2}. */
    public static void writeData(Path folder, int rows) throws IOException {
        StringBuilder text = new StringBuilder("a,b,y\n");
        for (int row = 0; row < rows; row++) {
            double a = Math.sin(row);
            double b = Math.cos(3 * row);
            text.append(a)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(2 * a - b + 0.5)
                    .append('\n');
        }
        Files.writeString(folder.resolve("line.csv"), text);
    }

    @Override
    public ModelDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Weights newWeights(long seed) {
        Weights weights = Weights.of(DESCRIPTION);
        Philox.fill(weights.floats(), WEIGHT, 2, seed, 0, 0, 0);
        return weights;
    }

    @Override
    public List<RecipeDescription> recipes() {
        return List.of(recipe);
    }

    @Override
    public PreparationProgram preparation(String recipeName, String block, int maxBatch) {
        return (raw, prepared) -> {
            for (int e = 0; e < raw.count(); e++) {
                prepared.floats(0)[2 * e] = raw.floats(0)[e];
                prepared.floats(0)[2 * e + 1] = raw.floats(1)[e];
                prepared.floats(1)[e] = raw.floats(2)[e];
            }
        };
    }

    private static float error(float[] weights, Batch batch, int example, float noise) {
        float[] x = batch.floats(0);
        float guess =
                weights[WEIGHT] * (x[2 * example] + noise) + weights[WEIGHT + 1] * x[2 * example + 1] + weights[BIAS];
        return guess - batch.floats(1)[example];
    }

    @Override
    public TrainingProgram trainer(String recipeName, ProgramRequest request) {
        return new Trainer(request);
    }

    private static final class Trainer implements TrainingProgram {
        private final Weights weights;
        private final OptimizerState state;
        private final Gradients gradients = new Gradients(
                DESCRIPTION.precision(),
                List.of(new TensorSlot("w", Shape.of(2), 0, true), new TensorSlot("b", Shape.SCALAR, 2, true)),
                3);
        private final int maxBatch;
        private final float[] noise;
        private double learningRate = Double.NaN;

        Trainer(ProgramRequest request) {
            weights = request.weights().writable();
            maxBatch = request.maxBatch();
            noise = new float[maxBatch];
            state = new OptimizerState(
                    DESCRIPTION.precision(),
                    List.of(
                            new TensorSlot("w/velocity", Shape.of(2), 0, false),
                            new TensorSlot("b/velocity", Shape.SCALAR, 2, false)),
                    3);
        }

        @Override
        public ModelDescription description() {
            return DESCRIPTION;
        }

        @Override
        public Weights weights() {
            return weights;
        }

        @Override
        public OptimizerState state() {
            return state;
        }

        @Override
        public int maxBatch() {
            return maxBatch;
        }

        @Override
        public Gradients gradients() {
            return gradients;
        }

        @Override
        public double step(Batch batch, StepContext context) {
            double loss = gradient(batch, context);
            update();
            return loss;
        }

        @Override
        public double gradient(Batch batch, StepContext context) {
            learningRate = context.hyper(0);
            Philox.fill(noise, 0, batch.count(), context.seed(), context.step(), 0, 0);
            float[] w = weights.floats();
            float[] x = batch.floats(0);
            double loss = 0;
            float g0 = 0;
            float g1 = 0;
            float gb = 0;
            for (int e = 0; e < batch.count(); e++) {
                float error = error(w, batch, e, 0.01f * (noise[e] - 0.5f));
                loss += error * error;
                g0 += 2 * error * x[2 * e];
                g1 += 2 * error * x[2 * e + 1];
                gb += 2 * error;
            }
            gradients.floats()[0] = g0 / batch.count();
            gradients.floats()[1] = g1 / batch.count();
            gradients.floats()[2] = gb / batch.count();
            gradients.complete();
            return loss / batch.count();
        }

        @Override
        public void update() {
            gradients.spend();
            for (int i = 0; i < gradients.length(); i++) {
                update(i, gradients.floats()[i]);
            }
        }

        private void update(int parameter, float gradient) {
            float[] velocity = state.floats();
            velocity[parameter] = 0.5f * velocity[parameter] + gradient;
            weights.floats()[parameter] -= (float) learningRate * velocity[parameter];
        }

        @Override
        public List<String> settings() {
            return List.of("lr");
        }

        @Override
        public double setting(int number) {
            return learningRate;
        }
    }

    @Override
    public EvaluationProgram evaluation(ProgramRequest request) {
        return new EvaluationProgram() {
            @Override
            public ModelDescription description() {
                return DESCRIPTION;
            }

            @Override
            public Weights weights() {
                return request.weights();
            }

            @Override
            public int maxBatch() {
                return request.maxBatch();
            }

            @Override
            public List<String> measures() {
                return List.of("total", "distance");
            }

            @Override
            public void evaluate(Batch batch, StepContext context, double[] sums) {
                for (int e = 0; e < batch.count(); e++) {
                    float error = error(request.weights().floats(), batch, e, 0);
                    sums[0] += error * error;
                    sums[1] += Math.abs(error);
                }
            }
        };
    }

    @Override
    public InferenceProgram inference(ProgramRequest request) {
        throw new UnsupportedOperationException("no test asks for it");
    }

    @Override
    public GradientProgram gradient(String recipeName, ProgramRequest request) {
        throw new UnsupportedOperationException("no test asks for it");
    }
}
