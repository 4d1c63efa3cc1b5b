package org.dlm.it;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.dlm.runtime.model.Precision;
import org.dlm.runtime.model.TensorSlot;
import org.dlm.runtime.model.Weights;
import org.dlm.runtime.program.Batch;

/**
 * The MLP and LeNet-5 in PyTorch, with weights and pictures of dlm. Values cross over as doubles, so that nothing is
 * rounded on the way; a matrix of dlm is [in, out], PyTorch's is [out, in].
 */
final class PyTorchNet {
    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] NONE = {0, 0};

    private final torch.ScalarType type;
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Adam adam;

    PyTorchNet(Weights weights, double learningRate, double eps) {
        type = weights.precision() == Precision.F64 ? torch.ScalarType.Double : torch.ScalarType.Float;
        torch.set_num_threads(1);
        TensorVector trained = new TensorVector();
        for (TensorSlot slot : weights.slots()) {
            Tensor tensor = parameter(slot, weights.get(slot.path()));
            parameters.put(slot.path(), tensor);
            trained.push_back(tensor);
        }
        AdamOptions options = new AdamOptions(learningRate);
        options.eps().put(eps);
        adam = new Adam(trained, options);
    }

    private Tensor parameter(TensorSlot slot, double[] values) {
        Tensor tensor = tensor(values, extents(slot));
        Tensor own = isMatrix(slot.path(), tensor) ? tensor.t().contiguous() : tensor;
        return own.detach().set_requires_grad(true);
    }

    private static boolean isMatrix(String path, Tensor tensor) {
        return path.endsWith("/W") && tensor.dim() == 2;
    }

    private Tensor tensor(double[] values, long... shape) {
        return Tensor.create(values, shape).to(type);
    }

    private static long[] extents(TensorSlot slot) {
        return slot.shape().extents().stream().mapToLong(Integer::longValue).toArray();
    }

    /** Forward, backward and update; the loss before the update. */
    double step(Batch batch) {
        try (PointerScope _ = new PointerScope()) {
            adam.zero_grad();
            Tensor loss = loss(batch);
            loss.backward();
            adam.step();
            return loss.item_double();
        }
    }

    private Tensor loss(Batch batch) {
        double[] pixels = new double[batch.count() * 28 * 28];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = Examples.pixel(batch, i);
        }
        long[] labels = new long[batch.count()];
        for (int e = 0; e < labels.length; e++) {
            labels[e] = batch.ints(1)[e];
        }
        Tensor image = tensor(pixels, batch.count(), 1, 28, 28);
        Tensor label = Tensor.create(labels, labels.length);
        return parameters.containsKey("conv1/W") ? leNet5(image, label) : mlp(image, label);
    }

    private Tensor mlp(Tensor image, Tensor label) {
        Tensor hidden = torch.relu(dense(torch.relu(dense(image.flatten(1, -1), "dense1")), "dense2"));
        return torch.cross_entropy(dense(hidden, "head"), label);
    }

    private Tensor leNet5(Tensor image, Tensor label) {
        Tensor seen = pool(conv(pool(conv(image, "conv1", 2)), "conv2", 0));
        Tensor hidden = torch.relu(dense(torch.relu(dense(seen.flatten(1, -1), "dense1")), "dense2"));
        Tensor loss = torch.cross_entropy(dense(hidden, "head"), label);
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            if (parameter.getKey().endsWith("/W")) {
                Tensor squares = parameter.getValue().square().sum();
                loss = loss.add(squares.mul(new Scalar(1e-4)));
            }
        }
        return loss;
    }

    private Tensor dense(Tensor x, String path) {
        return torch.linear(x, parameters.get(path + "/W"), new TensorOptional(parameters.get(path + "/b")));
    }

    private Tensor conv(Tensor x, String path, long padding) {
        TensorOptional bias = new TensorOptional(parameters.get(path + "/b"));
        return torch.relu(
                torch.conv2d(x, parameters.get(path + "/W"), bias, ONE, new long[] {padding, padding}, ONE, 1));
    }

    private static Tensor pool(Tensor x) {
        return torch.max_pool2d(x, TWO, TWO, NONE, ONE, false);
    }

    /** The paths of all parameters. */
    List<String> paths() {
        return new ArrayList<>(parameters.keySet());
    }

    /** A parameter's values in dlm's order. */
    double[] get(String path) {
        try (PointerScope _ = new PointerScope()) {
            Tensor own = parameters.get(path).detach();
            Tensor tensor = (isMatrix(path, own) ? own.t() : own)
                    .to(torch.ScalarType.Double)
                    .contiguous();
            double[] values = new double[(int) tensor.numel()];
            new DoublePointer(tensor.data_ptr()).get(values);
            return values;
        }
    }
}
