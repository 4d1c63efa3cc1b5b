package org.dlm.cli;

import java.util.List;
import org.dlm.runtime.model.ElementKind;
import org.dlm.runtime.model.Gradients;
import org.dlm.runtime.model.Hyper;
import org.dlm.runtime.model.HyperRange;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.model.OptimizerState;
import org.dlm.runtime.model.Port;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.Shape;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;
import org.dlm.runtime.program.DataBlock;
import org.dlm.runtime.program.EvaluationProgram;
import org.dlm.runtime.program.GradientProgram;
import org.dlm.runtime.program.InferenceProgram;
import org.dlm.runtime.program.KeepRule;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.PreparationProgram;
import org.dlm.runtime.program.ProgramRequest;
import org.dlm.runtime.program.RawColumn;
import org.dlm.runtime.program.RecipeDescription;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;
import org.dlm.runtime.program.SplitPart;
import org.dlm.runtime.program.StepContext;
import org.dlm.runtime.program.TrainingProgram;

/**
 * A model as the compiler would generate it, written by hand: logistic regression of the two moons.
 *
 * <p>{@code z = b + sum(i : W[i] * x[i])}, probability of the classes {@code [1 - p, p]} with {@code p = 1 / (1 + exp(-z))},
 * loss {@code -log} of the right one's, whose derivative by z is {@code p - y}.
 *
 * @param isRight whether the gradient is; a wrong one has W's last value doubled
 */
record MoonsModel(Precision precision, boolean isRight) implements ModelFactory {
    private static final int POINT = 0;
    private static final int MOON = 1;
    private static final int BIAS = 2;

    @Override
    public ModelDescription description() {
        return ModelDescription.named("Moons")
                .sourceHash("written by hand")
                .precision(precision)
                .input("point", ElementKind.FLOAT, Shape.of(2))
                .port(new Port("moon", Port.Role.TARGET, ElementKind.INT, Shape.SCALAR, 2))
                .parameter("W", Shape.of(2), 0)
                .parameter("b", Shape.SCALAR, BIAS)
                .output("probability", ElementKind.FLOAT, Shape.of(2))
                .loss("total")
                .metric("accuracy")
                .build();
    }

    @Override
    public Weights newWeights(long seed) {
        Weights weights = Weights.of(description());
        weights.set("W", 0.01 * (seed % 7), -0.02);
        return weights;
    }

    @Override
    public List<RecipeDescription> recipes() {
        return List.of(
                recipe("Moons", SourceCall.of("synthetic.moons", new Argument.Number(300))),
                recipe("fromFile", SourceCall.of("csv", new Argument.Text("moons.csv"))));
    }

    private static RecipeDescription recipe(String name, SourceCall source) {
        boolean isFile = source.reader().equals("csv");
        List<RawColumn> columns = isFile
                ? List.of(
                        RawColumn.named(0, "x", ElementKind.FLOAT, Shape.SCALAR, 0),
                        RawColumn.named(0, "y", ElementKind.FLOAT, Shape.SCALAR, 0),
                        RawColumn.named(0, "moon", ElementKind.INT, Shape.SCALAR, 2))
                : List.of(
                        RawColumn.at(0, 0, ElementKind.FLOAT, Shape.of(2), 0),
                        RawColumn.at(0, 1, ElementKind.INT, Shape.SCALAR, 2));
        RecipeDescription.Builder builder = RecipeDescription.named(name)
                .loss("total")
                .epochs(3)
                .batch(20)
                .seed(5)
                .hyper(new Hyper("lr", 0.5, new HyperRange.Between(0, 1e6)))
                .data(new DataBlock("data", List.of(source), columns))
                .data(new DataBlock("test", List.of(source.reader().equals("csv") ? source : test()), columns))
                .split(SplitPart.share("train", 0.8))
                .split(SplitPart.share("val", 0.2))
                .keep(new KeepRule("val", "accuracy", true));
        return (isFile ? builder.readsLength("steps") : builder).build();
    }

    private static SourceCall test() {
        return SourceCall.of("synthetic.moons", new Argument.Number(100)).with("seed", new Argument.Number(1));
    }

    @Override
    public PreparationProgram preparation(String recipe, String block, int maxBatch) {
        boolean isFile = recipe.equals("fromFile");
        return (raw, prepared) -> {
            for (int i = 0; i < raw.count(); i++) {
                for (int d = 0; d < 2; d++) {
                    double value = isFile ? steep(value(raw, d, i)) : value(raw, 0, 2 * i + d);
                    put(prepared, 2 * i + d, value);
                }
                prepared.ints(MOON)[i] = raw.ints(isFile ? 2 : 1)[i];
            }
        };
    }

    /** The arithmetic of a data block may leave the range of floats: what is large becomes infinite. */
    private static double steep(double value) {
        return value * Math.max(1, Math.abs(value));
    }

    private double value(Batch batch, int port, int index) {
        return precision == Precision.F32 ? batch.floats(port)[index] : batch.doubles(port)[index];
    }

    private void put(Batch batch, int index, double value) {
        if (precision == Precision.F32) {
            batch.floats(POINT)[index] = (float) value;
        } else {
            batch.doubles(POINT)[index] = value;
        }
    }

    private double probability(Weights weights, Batch batch, int example) {
        double z = weights.at(BIAS)
                + weights.at(0) * value(batch, POINT, 2 * example)
                + weights.at(1) * value(batch, POINT, 2 * example + 1);
        return 1 / (1 + Math.exp(-z));
    }

    private double loss(Weights weights, Batch batch, int example) {
        double p = probability(weights, batch, example);
        return -Math.log(batch.ints(MOON)[example] == 1 ? p : 1 - p);
    }

    private double meanLoss(Weights weights, Batch batch) {
        double sum = 0;
        for (int i = 0; i < batch.count(); i++) {
            sum += loss(weights, batch, i);
        }
        return sum / batch.count();
    }

    private double gradient(Weights weights, Batch batch, int number) {
        double sum = 0;
        for (int i = 0; i < batch.count(); i++) {
            double dz = probability(weights, batch, i) - batch.ints(MOON)[i];
            sum += dz * (number == BIAS ? 1 : value(batch, POINT, 2 * i + number));
        }
        return sum / batch.count() * (isRight || number != 1 ? 1 : 2);
    }

    @Override
    public TrainingProgram trainer(String recipe, ProgramRequest request) {
        return new Trainer(
                this,
                request,
                new OptimizerState(precision, List.of(), 0),
                new Gradients(
                        precision,
                        List.of(
                                new TensorSlot("W", Shape.of(2), 0, true),
                                new TensorSlot("b", Shape.SCALAR, BIAS, true)),
                        3),
                new double[1]);
    }

    /**
     * Plain gradient descent.
     *
     * @param rate of the last gradient
     */
    private record Trainer(
            MoonsModel model, ProgramRequest request, OptimizerState state, Gradients gradients, double[] rate)
            implements TrainingProgram {
        @Override
        public ModelDescription description() {
            return model.description();
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
        public double step(Batch batch, StepContext context) {
            double loss = gradient(batch, context);
            update();
            return loss;
        }

        @Override
        public double gradient(Batch batch, StepContext context) {
            gradients.set("W", model.gradient(weights(), batch, 0), model.gradient(weights(), batch, 1));
            gradients.set("b", model.gradient(weights(), batch, BIAS));
            gradients.complete();
            rate[0] = context.hyper(0);
            return model.meanLoss(weights(), batch);
        }

        @Override
        public void update() {
            gradients.spend();
            float[] values = weights().floats();
            for (int i = 0; i < gradients.length(); i++) {
                values[i] -= (float) (rate[0] * gradients.at(i));
            }
        }

        @Override
        public List<String> settings() {
            return List.of("lr");
        }

        @Override
        public double setting(int number) {
            return 0.5;
        }
    }

    @Override
    public EvaluationProgram evaluation(ProgramRequest request) {
        return new EvaluationProgram() {
            @Override
            public ModelDescription description() {
                return MoonsModel.this.description();
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
                return List.of("total", "accuracy");
            }

            @Override
            public void evaluate(Batch batch, StepContext context, double[] sums) {
                for (int i = 0; i < batch.count(); i++) {
                    sums[0] += loss(weights(), batch, i);
                    boolean isLower = probability(weights(), batch, i) > 0.5;
                    sums[1] += isLower == (batch.ints(MOON)[i] == 1) ? 1 : 0;
                }
            }
        };
    }

    @Override
    public InferenceProgram inference(ProgramRequest request) {
        return new InferenceProgram() {
            @Override
            public ModelDescription description() {
                return MoonsModel.this.description();
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
            public void compute(int output, Batch batch, float[] into, int offset) {
                for (int i = 0; i < batch.count(); i++) {
                    double p = probability(weights(), batch, i);
                    into[offset + 2 * i] = (float) (1 - p);
                    into[offset + 2 * i + 1] = (float) p;
                }
            }
        };
    }

    @Override
    public GradientProgram gradient(String recipe, ProgramRequest request) {
        return new GradientProgram() {
            @Override
            public ModelDescription description() {
                return MoonsModel.this.description();
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
            public double loss(Batch batch, StepContext context) {
                return meanLoss(weights(), batch);
            }

            @Override
            public double gradient(Batch batch, StepContext context, double[] gradient) {
                for (int g = 0; g < 3; g++) {
                    gradient[g] = MoonsModel.this.gradient(weights(), batch, g);
                }
                return meanLoss(weights(), batch);
            }
        };
    }
}
