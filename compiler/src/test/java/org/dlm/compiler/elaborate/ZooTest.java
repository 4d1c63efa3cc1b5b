package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Small forms of well-known networks, written as a user would: they elaborate, with the shapes and paths that they should have. */
class ZooTest {
    private static final String CONV_NORM = """
            layer convNorm(x: float[C, H, W]; filters: int, kernel: int = 3, stride: int = 1) {
              return x -> conv(filters, kernel, stride, padding = div(kernel, 2), bias = false) -> batchNorm
            }
            """;

    @Test
    void a_residual_network_projects_only_where_the_shape_changes() {
        Computed of = Computed.of(CONV_NORM + """
                layer bottleneck(x: float[C, H, W]; width: int, stride: int = 1) {
                  y = x -> convNorm(width, 1) -> relu -> convNorm(width, 3, stride) -> relu -> convNorm(4 * width, 1)
                  shortcut = x
                  if stride != 1 or C != 4 * width { shortcut = x -> convNorm(4 * width, 1, stride) as project }
                  return relu(y + shortcut)
                }
                model ResNet(classes: int = 10, width: int = 2 in [2, 4]) {
                  const depth = [2, 1]
                  input  image: float[3, 16, 16]
                  target label: class[classes]
                  x = image -> convNorm(width, 7, 2) as stem -> relu -> maxPool(3, 2, padding = 1)
                  for s in 0 .. 2 {
                    for b in 0 .. depth[s] {
                      x = x -> bottleneck(width * 2 ^ s, stride = where(b == 0 and s > 0, 2, 1)) as stage
                    }
                  }
                  output feature = globalAvgPool(x)
                  logits = feature -> dense(classes, weights = glorot) as head
                  output probability = softmax(logits)
                  loss total = crossEntropy(logits, label)
                  metric top1 = correct(logits, label)
                }
                """);
        List<String> paths = Paths.of(of);
        assertTrue(paths.contains("stage.0.0/project/conv1/W"));
        assertTrue(!paths.contains("stage.0.1/project/conv1/W"));
        assertTrue(paths.contains("stage.1.0/project/batchNorm1/runningVar"));
        assertTrue(paths.contains("head/W"));
        assertEquals("float[16]", type(of, "feature"));
        assertEquals(1, sum(of.output("probability")), 1e-12);
        // Each batch norm updates its mean and its variance: stem, 3 blocks of 3, 2 projections.
        assertEquals(2 * 12, of.model().training().updates().size());
    }

    @Test
    void a_u_net_calls_itself_down_to_its_depth() {
        Computed of = Computed.of("""
                layer double(x: float[C, H, W]; filters: int) {
                  return x -> conv(filters, 3, padding = same) -> relu -> conv(filters, 3, padding = same) -> relu
                }
                layer up(x: float[C, H, W]; filters: int) {
                  y[c, i < 2 * H, j < 2 * W] = x[c, div(i, 2), div(j, 2)]
                  return y -> conv(filters, 1)
                }
                layer uLevel(x: float[C, H, W]; filters: int, depth: int) {
                  check depth == 0 or H % 2 == 0 and W % 2 == 0, "uLevel halves {H} x {W}, with {depth} levels to go"
                  y = x -> double(filters) as down
                  if depth == 0 { return y }
                  inner = y -> maxPool(2) -> uLevel(2 * filters, depth - 1) as inner -> up(filters) as up
                  return concat(y, inner) -> double(filters) as join
                }
                model UNet(classes: int = 3, filters: int = 2, depth: int = 3) {
                  input  image: float[1, 8, 8]
                  target mask: class[classes][8, 8]
                  z = image -> uLevel(filters, depth) -> conv(classes, 1) as head
                  logits[i, j, k] = z[k, i, j]
                  output kind = best(logits)
                  loss total = crossEntropy(logits, mask)
                }
                """);
        assertEquals("int[8, 8]", type(of, "kind"));
        List<String> paths = Paths.of(of);
        assertTrue(paths.contains("uLevel1/inner/inner/inner/down/conv2/W"));
        assertTrue(!paths.contains("uLevel1/inner/inner/inner/up/conv1/W"));
        assertTrue(paths.contains("uLevel1/inner/inner/up/conv1/b"));
        assertTrue(Double.isFinite(of.inference().result("total").elements()[0]));
    }

    @Test
    void a_check_deep_in_a_u_net_names_the_place_where_it_was_reached() {
        List<String> errors = Sources.errors("""
                layer uLevel(x: float[C, H, W]; depth: int) {
                  check depth == 0 or H % 2 == 0, "uLevel halves {H} x {W}, with {depth} levels to go"
                  if depth == 0 { return x }
                  return x -> maxPool(2) -> uLevel(depth - 1) as inner
                }
                model M() { input x: float[1, 12, 12] output y = x -> uLevel(3) }
                """);
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.getFirst().contains("uLevel halves 3 x 3, with 1 levels to go"), errors::toString);
    }

    @Test
    void inception_blocks_join_branches_and_take_lists() {
        Computed of = Computed.of("""
                layer branchConv(x: float[C, H, W]; filters: int, kernel: int[2] = 1, stride: int = 1, padding: int[2, 2] = same) {
                  return x -> conv(filters, kernel, stride, padding, bias = false) -> batchNorm -> relu
                }
                layer inceptionBlock(x: float[C, H, W]; one: int, three: int[2], five: int[2], pool: int) {
                  a = x -> branchConv(one)
                  b = x -> branchConv(three[0]) -> branchConv(three[1], 3)
                  c = x -> branchConv(five[0]) -> branchConv(five[1], [1, 5]) -> branchConv(five[1], [5, 1])
                  d = x -> maxPool(3, stride = 1, padding = same) -> branchConv(pool)
                  return concat(a, b, c, d)
                }
                model Inception(classes: int = 5) {
                  input  image: float[3, 12, 12]
                  target label: class[classes]
                  x = image -> branchConv(4, 7, 2) -> maxPool(3, 2, padding = same)
                  x = x -> inceptionBlock(2, [3, 4], [1, 2], 3) -> inceptionBlock(1, [1, 1], [1, 1], 1)
                  output feature = x
                  first = x -> flatten -> dense(classes)
                  logits = x -> globalAvgPool -> dropout(0.4) -> dense(classes)
                  output probability = softmax(logits)
                  loss total = crossEntropy(logits, label) + 0.3 * crossEntropy(first, label)
                }
                """);
        assertEquals("float[4, 3, 3]", type(of, "feature"));
        assertEquals(1, sum(of.output("probability")), 1e-12);
    }

    @Test
    void a_mobile_network_reads_its_table() {
        Computed of = Computed.of("""
                fn relu6(x: float): float = where(x > 0 and x < 6, x, where(x >= 6, 6, 0))
                fn by8(x: float): int {
                  near = max(8, 8 * int(floor(x / 8 + 0.5)))
                  return where(near < 0.9 * x, near + 8, near)
                }
                layer inverted(x: float[C, H, W]; filters: int, expand: int, stride: int) {
                  y = x
                  if expand != 1 { y = y -> conv(expand * C, 1, bias = false) -> batchNorm -> relu6 }
                  y = y -> conv(expand * C, 3, stride, padding = same, groups = expand * C, bias = false) -> batchNorm -> relu6
                        -> conv(filters, 1, bias = false) -> batchNorm
                  if stride == 1 and C == filters { return x + y }
                  return y
                }
                model MobileNet(classes: int = 4, width: float = 0.25) {
                  const table = [[1, 16, 1, 1], [6, 24, 2, 2]]
                  input  image: float[3, 16, 16]
                  target label: class[classes]
                  x = image -> conv(by8(32 * width), 3, 2, padding = same, bias = false) -> batchNorm -> relu6
                  for row in table {
                    for i in 0 .. row[2] { x = x -> inverted(by8(row[1] * width), row[0], where(i == 0, row[3], 1)) as block }
                  }
                  output feature = x
                  output probability = x -> globalAvgPool -> dense(classes) -> softmax
                }
                """);
        assertEquals("float[8, 4, 4]", type(of, "feature"));
        assertTrue(Paths.of(of).contains("block.1.1/conv1/W"));
        assertTrue(!Paths.of(of).contains("block.0.0/conv3/W"));
    }

    @Test
    void a_variational_autoencoder_draws_in_training_only() {
        Computed of = Computed.of("""
                fn normalLike(x: float[S..]): float[S..] = sqrt(-2 * log(1 - uniformLike(x))) * cos(2 * pi * uniformLike(x))
                fn klNormal(mu: float[n], logVar: float[n]): float = 0.5 * sum(exp(logVar) + mu ^ 2 - 1 - logVar)
                layer decoder(z: float[n]; pixels: int) { return z -> dense(4) -> relu -> dense(pixels) }
                model Vae(code: int = 2) {
                  input image: float[6]
                  hyper beta: float = 1 in 0 .. 10
                  share decode = decoder(6)
                  h = image -> dense(4) -> relu
                  mu = h -> dense(code) as mean
                  logVar = 0.01 * (h -> dense(code) as spread)
                  z = mu
                  if training { z = mu + exp(0.5 * logVar) * normalLike(mu) }
                  logits = z -> decode
                  output code1 = mu
                  output picture = sigmoid(logits)
                  output dream = sigmoid(normal([code]) -> decode)
                  loss reconstruction = 6 * bce(logits, image)
                  loss divergence = klNormal(mu, logVar)
                  loss total = reconstruction + beta * divergence
                }
                """).with("image", 0, 1, 0, 1, 1, 0);
        assertTrue(!java.util.Arrays.equals(
                of.inference().result("picture").elements(),
                of.training().result("picture").elements()));
        double parts = of.inference().result("reconstruction").elements()[0]
                + 3 * of.inference().result("divergence").elements()[0];
        // f64 sums of a few terms of this size
        assertEquals(parts, of.with("beta", 3).inference().result("total").elements()[0], 1e-9 * Math.abs(parts));
        assertEquals(
                4, Paths.of(of).stream().filter(p -> p.startsWith("decode/")).count());
    }

    @Test
    void twins_share_one_encoder_with_its_running_moments() {
        Computed of = Computed.of("""
                layer encoder(x: float[1, H, W]; units: int) {
                  return x -> conv(2, 3) as first -> batchNorm -> relu -> maxPool(2) -> flatten -> dense(units)
                }
                model Siamese(units: int = 3) {
                  input left: float[1, 6, 6]
                  input right: float[1, 6, 6]
                  target alike: float
                  share embed = encoder(units)
                  a = left -> embed
                  b = right -> embed
                  output distance = norm(a - b)
                  loss total = alike * sum((a - b) ^ 2) + (1 - alike) * relu(1 - norm(a - b, eps = 1e-12)) ^ 2
                }
                """);
        assertEquals(
                List.of(
                        "embed/first/W",
                        "embed/first/b",
                        "embed/batchNorm1/gamma",
                        "embed/batchNorm1/beta",
                        "embed/batchNorm1/runningMean",
                        "embed/batchNorm1/runningVar",
                        "embed/dense1/W",
                        "embed/dense1/b"),
                Paths.of(of));
        assertEquals(0, of.output("distance")[0]);
        assertEquals(2, of.model().training().updates().size());
    }

    @Test
    void several_tasks_on_one_trunk_weigh_their_losses_by_parameters() {
        Computed of = Computed.of("""
                model Person(width: int = 4) {
                  input picture: float[3, 8, 8]
                  input facts: float[5]
                  target age: float
                  target sex: class[2]
                  target marks: bool[5]
                  a = picture -> conv(2, 3) -> relu -> maxPool(2) -> conv(3, 3) -> relu -> globalAvgPool
                  trunk = concat(a, facts) -> dense(width) -> relu
                  years = (trunk -> dense(1) as age)[0]
                  kind = trunk -> dense(2) as sex
                  signs = trunk -> dense(5) as marks
                  output predictedAge = years
                  loss ageLoss = mse(years, age)
                  loss sexLoss = crossEntropy(kind, sex)
                  loss markLoss = bce(signs, float(marks))
                  param s: float[3] = 0
                  loss total = exp(-s[0]) * ageLoss + exp(-s[1]) * sexLoss + exp(-s[2]) * markLoss + sum(s)
                }
                """).with("marks", 1, 0, 0, 1, 0);
        var run = of.inference();
        double sum = List.of("ageLoss", "sexLoss", "markLoss").stream()
                .mapToDouble(l -> run.result(l).elements()[0])
                .sum();
        assertEquals(sum, run.result("total").elements()[0], 1e-12 * Math.abs(sum));
        assertTrue(Paths.of(of).contains("s"));
    }

    private static String type(Computed of, String name) {
        return of.model().exposed().stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type()
                .toString();
    }

    private static double sum(double[] elements) {
        return java.util.Arrays.stream(elements).sum();
    }
}
