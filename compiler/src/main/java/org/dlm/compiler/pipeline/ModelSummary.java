package org.dlm.compiler.pipeline;

import java.util.List;

/**
 * What tools ask of a compiled model before they run it: where its class is and what its instances cost.
 *
 * @param model the model's name
 * @param className the generated class that users meet, such as {@code com.acme.digits.LeNet5}
 * @param sourcePath the file that declares the model, as the request names it
 * @param recipes names of its recipes, in the order of the source
 * @param rows its instances in the order of the calls
 * @param memory what its programs take from the heap
 */
public record ModelSummary(
        String model, String className, String sourcePath, List<String> recipes, List<Row> rows, ModelMemory memory) {
    public ModelSummary {
        recipes = List.copyOf(recipes);
        rows = List.copyOf(rows);
    }

    /** Of a model that was not compiled from a text: nothing is known of its memory. */
    public ModelSummary(String model, String className, String sourcePath, List<String> recipes, List<Row> rows) {
        this(model, className, sourcePath, recipes, rows, ModelMemory.UNKNOWN);
    }

    /**
     * One instance of a layer, or an operation of the model itself that is worth a line.
     *
     * @param path the instance's path, such as {@code stage.0/conv1}
     * @param layer the layer's name
     * @param outputShape the shape of its first result for one example, outermost extent first
     * @param parameters number of trained values that belong to it and to no instance inside it
     * @param multiplyAdds multiplications followed by an addition for one example
     * @param activationBytes bytes of its results for one example
     * @param receptiveField how many places of the input one result sees, for each of its places' dimensions; empty
     *     where there are none
     */
    public record Row(
            String path,
            String layer,
            List<Integer> outputShape,
            long parameters,
            long multiplyAdds,
            long activationBytes,
            List<Integer> receptiveField) {
        public Row {
            outputShape = List.copyOf(outputShape);
            receptiveField = List.copyOf(receptiveField);
        }
    }
}
