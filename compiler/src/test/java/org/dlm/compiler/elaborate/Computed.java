package org.dlm.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.HashMap;
import java.util.Map;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.interpret.Run;

/**
 * A model with numbers for all that it reads, so that a test states only what matters to it. Each input and target holds 1, 2, 3 …
 * in its order over all examples (a {@code class[K]} the same modulo K), each parameter and buffer its start value, each hyper
 * its default, unless another is given.
 */
record Computed(ElaboratedModel model, int batch, Map<String, double[]> given) {
    static Computed of(String text) {
        return new Computed(Sources.model(text), 1, Map.of());
    }

    static Computed ofBody(String statements) {
        return new Computed(Sources.body(statements), 1, Map.of());
    }

    Computed batch(int examples) {
        return new Computed(model, examples, given);
    }

    /** The same with other elements of an input, target, parameter, buffer or hyper. */
    Computed with(String name, double... elements) {
        Map<String, double[]> more = new HashMap<>(given);
        more.put(name, elements);
        return new Computed(model, batch, more);
    }

    Run inference() {
        return run(model.inference());
    }

    Run training() {
        return run(model.training());
    }

    double[] output(String name) {
        return inference().result(name).elements();
    }

    /** The output y outside training; sums of few terms of these sizes are exact to 1e-12. */
    void gives(double... expected) {
        assertArrayEquals(expected, output("y"), 1e-12);
    }

    private Run run(Graph graph) {
        GraphVerifier.verify(model.training());
        GraphVerifier.verify(model.inference());
        GraphVerifier.verify(model.initial());
        Run start = Interpreter.run(model.initial(), Inputs.ofBatch(1).withSeed(1));
        Inputs inputs = Inputs.ofBatch(batch);
        for (ElaboratedModel.Port port : model.ports()) {
            OpKind.Role role = port.target() ? OpKind.Role.TARGET : OpKind.Role.INPUT;
            inputs = inputs.with(role, port.name(), given.getOrDefault(port.name(), counted(port)));
        }
        for (ElaboratedModel.Owned owned : model.owned()) {
            OpKind.Role role = owned.trained() ? OpKind.Role.PARAMETER : OpKind.Role.BUFFER;
            double[] elements = start.result(owned.path()).elements();
            inputs = inputs.with(role, owned.path(), given.getOrDefault(owned.path(), elements));
        }
        for (ElaboratedModel.Hyper hyper : model.hypers()) {
            double[] chosen = given.getOrDefault(hyper.name(), new double[] {hyper.start()});
            inputs = inputs.with(OpKind.Role.HYPER, hyper.name(), chosen);
        }
        return Interpreter.run(graph, inputs);
    }

    private double[] counted(ElaboratedModel.Port port) {
        double[] elements = new double[(int) port.type().fixedElements() * batch];
        int period = port.classes().orElse(Integer.MAX_VALUE);
        for (int i = 0; i < elements.length; i++) {
            elements[i] = (i + 1) % period;
        }
        return elements;
    }
}
