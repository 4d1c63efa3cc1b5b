package org.dlm.compiler.pipeline;

import java.nio.charset.StandardCharsets;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphPrinter;

/**
 * A digest of what a model computes and of the tensors that it keeps, so that a file of weights tells whether the model has changed
 * since. It is that of the graph before any optimisation: neither comments, names of values nor a better optimiser change it.
 */
final class GraphHash {
    private GraphHash() {}

    static String of(Graph inference) {
        return Sha256.shortHex(
                digest -> digest.update(GraphPrinter.printMeaning(inference).getBytes(StandardCharsets.UTF_8)));
    }
}
