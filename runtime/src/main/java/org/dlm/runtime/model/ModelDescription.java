package org.dlm.runtime.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known about a compiled model without running it. Generated classes build one with {@link #named}.
 *
 * @param name the model's name
 * @param packageName the package of its source file and of its generated classes; empty where there is none
 * @param sourceHash digest of the {@code .dlm} sources it was compiled from
 * @param graphHash digest of what it computes, which comments and layout do not change; empty where it is not known
 * @param precision the width of its floats
 * @param ports inputs and targets; a port's number is its place here
 * @param weights parameters and buffers, by offset
 * @param weightsLength length of the array that holds them (at least the end of the last one; gaps are padding)
 * @param outputs the declared outputs; an output's number is its place here
 * @param losses the declared losses
 * @param metrics the declared metrics
 * @param hypers the model's own run-time numbers
 * @param training memory of a trainer without its weights
 * @param inference memory of an inference session without its weights
 */
public record ModelDescription(
        String name,
        String packageName,
        String sourceHash,
        String graphHash,
        Precision precision,
        List<Port> ports,
        List<TensorSlot> weights,
        int weightsLength,
        List<ResultPort> outputs,
        List<ResultPort> losses,
        List<ResultPort> metrics,
        List<Hyper> hypers,
        MemoryBound training,
        MemoryBound inference) {

    public ModelDescription {
        ports = List.copyOf(ports);
        weights = List.copyOf(weights);
        outputs = List.copyOf(outputs);
        losses = List.copyOf(losses);
        metrics = List.copyOf(metrics);
        hypers = List.copyOf(hypers);
    }

    /** Starts a description. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The name with its package, by which files of weights tell models apart. */
    public String qualifiedName() {
        return packageName.isEmpty() ? name : packageName + "." + name;
    }

    /** The number of trained values. */
    public long parameterCount() {
        return weights.stream()
                .filter(TensorSlot::trained)
                .mapToLong(slot -> slot.shape().size())
                .sum();
    }

    /** Collects the parts in any order; whatever is not given is empty. */
    public static final class Builder {
        private final String name;
        private String packageName = "";
        private String sourceHash = "";
        private String graphHash = "";
        private Precision precision = Precision.F32;
        private final List<Port> ports = new ArrayList<>();
        private final List<TensorSlot> weights = new ArrayList<>();
        private int weightsLength;
        private final List<ResultPort> outputs = new ArrayList<>();
        private final List<ResultPort> losses = new ArrayList<>();
        private final List<ResultPort> metrics = new ArrayList<>();
        private final List<Hyper> hypers = new ArrayList<>();
        private MemoryBound training = new MemoryBound(0, 0);
        private MemoryBound inference = new MemoryBound(0, 0);

        private Builder(String name) {
            this.name = name;
        }

        /** Sets the digest of the sources. */
        public Builder sourceHash(String hash) {
            sourceHash = hash;
            return this;
        }

        /** Sets the package. */
        public Builder packageName(String value) {
            packageName = value;
            return this;
        }

        /** Sets the digest of what is computed. */
        public Builder graphHash(String hash) {
            graphHash = hash;
            return this;
        }

        /** Sets the width of floats; 32 bits where it is not said. */
        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        /** Adds an input without a class range. */
        public Builder input(String portName, ElementKind kind, Shape shape) {
            return port(new Port(portName, Port.Role.INPUT, kind, shape));
        }

        /** Adds a target without a class range. */
        public Builder target(String portName, ElementKind kind, Shape shape) {
            return port(new Port(portName, Port.Role.TARGET, kind, shape));
        }

        /** Adds an input or target. */
        public Builder port(Port port) {
            ports.add(port);
            return this;
        }

        /** Adds a trained tensor. */
        public Builder parameter(String path, Shape shape, int offset) {
            return weight(new TensorSlot(path, shape, offset, true));
        }

        /** Adds a kept tensor that is not trained. */
        public Builder buffer(String path, Shape shape, int offset) {
            return weight(new TensorSlot(path, shape, offset, false));
        }

        private Builder weight(TensorSlot slot) {
            weights.add(slot);
            weightsLength = Math.max(weightsLength, slot.end());
            return this;
        }

        /** Sets the length of the weights array where it is longer than the last tensor's end. */
        public Builder weightsLength(int length) {
            weightsLength = Math.max(weightsLength, length);
            return this;
        }

        /** Adds an output. */
        public Builder output(String outputName, ElementKind kind, Shape shape) {
            outputs.add(new ResultPort(outputName, kind, shape));
            return this;
        }

        /** Adds a loss. */
        public Builder loss(String lossName) {
            losses.add(ResultPort.number(lossName));
            return this;
        }

        /** Adds a metric. */
        public Builder metric(String metricName) {
            metrics.add(ResultPort.number(metricName));
            return this;
        }

        /** Adds a run-time number. */
        public Builder hyper(Hyper hyper) {
            hypers.add(hyper);
            return this;
        }

        /** Sets the memory of a trainer. */
        public Builder training(MemoryBound bound) {
            training = bound;
            return this;
        }

        /** Sets the memory of an inference session. */
        public Builder inference(MemoryBound bound) {
            inference = bound;
            return this;
        }

        /** The finished description. */
        public ModelDescription build() {
            return new ModelDescription(
                    name,
                    packageName,
                    sourceHash,
                    graphHash,
                    precision,
                    ports,
                    weights,
                    weightsLength,
                    outputs,
                    losses,
                    metrics,
                    hypers,
                    training,
                    inference);
        }
    }
}
