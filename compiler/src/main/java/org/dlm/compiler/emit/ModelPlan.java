package org.dlm.compiler.emit;

import java.util.List;
import org.dlm.compiler.graph.TensorType;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.memory.ArrayLayout;

/**
 * Everything that is printed for one model.
 *
 * @param documentation the model's {@code ///} text, or empty
 * @param sourceHash digest of the texts it was compiled from
 * @param graphHash digest of what it computes
 * @param ports inputs and targets, in the order of the source
 * @param hypers the model's own run-time numbers
 * @param start start values: VALUE results with the paths of parameters and buffers, delivered into the weights
 * @param evaluation with the LOSS and METRIC results; those that are batched are per example
 */
public record ModelPlan(
        String packageName,
        String name,
        String documentation,
        String sourceHash,
        String graphHash,
        Forms forms,
        List<PortPlan> ports,
        ArrayLayout weights,
        List<HyperPlan> hypers,
        List<OutputPlan> outputs,
        ProgramPlan start,
        ProgramPlan evaluation,
        List<RecipePlan> recipes) {
    public ModelPlan {
        ports = List.copyOf(ports);
        hypers = List.copyOf(hypers);
        outputs = List.copyOf(outputs);
        recipes = List.copyOf(recipes);
    }

    /** The number of a port. */
    int port(String portName) {
        for (int p = 0; p < ports.size(); p++) {
            if (ports.get(p).name().equals(portName)) {
                return p;
            }
        }
        throw new IllegalStateException("this is a bug in dlmc: " + name + " has no port " + portName);
    }

    /**
     * An input or target.
     *
     * @param type of one example
     * @param classes the number of classes of {@code class[K]} or {@code token[V]}, else 0
     */
    public record PortPlan(String name, boolean target, TensorType type, int classes, String documentation) {}

    /**
     * An output with the program that computes it and nothing else.
     *
     * @param type of one example
     * @param program its result has the output's name
     */
    public record OutputPlan(String name, TensorType type, String documentation, ProgramPlan program) {}
}
