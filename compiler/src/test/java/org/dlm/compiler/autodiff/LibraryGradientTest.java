package org.dlm.compiler.autodiff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.ModelElaborator;
import org.dlm.compiler.elaborate.ResolvedLibrary;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphBuilder;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.resolve.ResolvedProgram;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer and loss of the library, as a person writes it, against central differences. */
class LibraryGradientTest {
    private static final List<FileUnit> LIBRARY = Stream.of(
                    "activation",
                    "conv",
                    "dense",
                    "init",
                    "loss",
                    "metric",
                    "noise",
                    "norm",
                    "optimizer",
                    "pool",
                    "random",
                    "schedule",
                    "tensor")
            .map(name -> Parser.parse(standard(name), new DiagnosticCollector()))
            .toList();

    /** The training graph of a model's loss {@code total}. */
    private static Graph lossGraph(String text) {
        DiagnosticCollector problems = new DiagnosticCollector();
        FileUnit file = Parser.parse(new SourceFile("test.dlm", text), problems);
        ResolvedProgram program = Resolver.resolve(List.of(file), LIBRARY, problems);
        Declaration.Callable model = file.declarations().stream()
                .flatMap(d -> d instanceof Declaration.Callable callable ? Stream.of(callable) : Stream.empty())
                .findFirst()
                .orElseThrow();
        ElaboratedModel elaborated = new ModelElaborator(new ResolvedLibrary(program), problems)
                .elaborate(model)
                .orElseThrow(() -> new AssertionError(problems.diagnostics().toString()));
        Graph graph = elaborated.training();
        return GraphBuilder.startingFrom(graph)
                .graph(
                        List.of(new Graph.Result(
                                Graph.ResultRole.LOSS,
                                "loss",
                                graph.result("total").orElseThrow())),
                        List.of());
    }

    private static SourceFile standard(String name) {
        try (InputStream in = LibraryGradientTest.class.getResourceAsStream("/std/" + name + ".dlm")) {
            return new SourceFile("std/" + name + ".dlm", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image -> relu",
                "image -> leakyRelu(0.2)",
                "image -> sigmoid",
                "image -> tanh",
                "image -> softplus",
                "image -> clamp(-1, 1)",
                "image -> softmax",
                "image -> logSoftmax",
                "image -> logSumExp",
                "image -> dense(3)",
                "image -> flatten -> dense(3, bias = false)",
                "image -> conv(3)",
                "image -> conv(3, kernel = [3, 2], stride = 2, padding = same)",
                "image -> conv(2, kernel = 3, stride = 3, padding = 1)",
                "image -> conv(2, kernel = 2, dilation = 2, padding = same)",
                "image -> conv(4, kernel = 1, groups = 2)",
                "image -> conv(2, kernel = 2, stride = 2, groups = 2)",
                "image[0] -> conv(2, kernel = 3, stride = 2, padding = same)",
                "image -> maxPool(2)",
                "image -> maxPool(3, stride = 2, padding = same)",
                "image -> avgPool(2)",
                "image -> avgPool(3, stride = 2, padding = same)",
                "image -> avgPool(3, stride = 1, padding = same, countPadding = true)",
                "image -> globalAvgPool",
                "image -> batchNorm",
                "image -> dropout(0.4)",
                "concat(image, 2 * image, axis = 0)",
                "transpose(image) @ image",
                "norm(image)"
            })
    void layer(String pipe) {
        String text = """
                model M() {
                  input image: float[2, 5, 6]
                  y = %s
                  loss total = sum(sin(y))
                }
                """.formatted(pipe);
        GradientCheck.ofBatch(2).check(lossGraph(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mse(z, y)", "bce(z, sigmoid(y))", "bce(z, sigmoid(y), positive = 3)"})
    void loss(String loss) {
        String text = """
                model M() {
                  input x: float[4]
                  target y: float[3]
                  z = x -> dense(3)
                  loss total = %s
                }
                """.formatted(loss);
        GradientCheck.ofBatch(3).check(lossGraph(text));
    }

    @Test
    void cross_entropy_with_weight_decay() {
        String text = """
                model M() {
                  input x: float[4]
                  target label: class[3]
                  z = x -> dense(5) -> tanh -> dense(3)
                  loss total = crossEntropy(z, label) + 1e-2 * l2("**/W")
                }
                """;
        GradientCheck.ofBatch(3).withIntsBelow(3).check(lossGraph(text));
    }

    @Test
    void cross_entropy_at_every_position() {
        String text = """
                model M() {
                  input x: float[5, 4]
                  target label: class[3][5]
                  loss total = crossEntropy(x -> dense(3), label)
                }
                """;
        GradientCheck.ofBatch(3).withIntsBelow(3).check(lossGraph(text));
    }

    /** The shape of LeNet-5 at a size where every weight can be moved. */
    @Test
    void small_convolutional_network() {
        String text = """
                model M() {
                  input image: float[1, 8, 8]
                  target label: class[3]
                  logits = image
                    -> conv(2, kernel = 3, padding = same) -> relu -> maxPool(2)
                    -> conv(3, kernel = 3) -> relu -> maxPool(2)
                    -> flatten -> dense(4) -> relu -> dense(3)
                  loss total = crossEntropy(logits, label) + 1e-2 * l2("**/W")
                }
                """;
        GradientCheck.ofBatch(3).withIntsBelow(3).check(lossGraph(text));
    }

    @Test
    void residual_block_with_batch_norm() {
        String text = """
                model M() {
                  input image: float[2, 4, 4]
                  target label: class[3]
                  y = image -> conv(2, padding = same, bias = false) -> batchNorm -> relu
                  z = y -> conv(2, padding = same, bias = false) -> batchNorm
                  logits = relu(image + z) -> globalAvgPool -> dense(3)
                  loss total = crossEntropy(logits, label)
                }
                """;
        GradientCheck.ofBatch(3).withIntsBelow(3).check(lossGraph(text));
    }
}
