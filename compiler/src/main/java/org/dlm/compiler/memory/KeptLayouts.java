package org.dlm.compiler.memory;

import java.util.List;
import org.dlm.compiler.graph.Precision;

/**
 * The arrays that outlive a run.
 *
 * @param weights parameters and buffers, for all programs of a model
 * @param state of the optimizers of one recipe; nothing for other programs
 * @param gradients of the parameters that one recipe trains; nothing for other programs
 */
public record KeptLayouts(ArrayLayout weights, ArrayLayout state, ArrayLayout gradients) {

    /** Of programs that are of no recipe. */
    public static KeptLayouts of(Precision precision, ArrayLayout weights) {
        ArrayLayout none = ArrayLayout.of(precision, List.of());
        return new KeptLayouts(weights, none, none);
    }

    ArrayLayout of(Storage.Kept array) {
        return switch (array) {
            case WEIGHTS -> weights;
            case STATE -> state;
            case GRADIENTS -> gradients;
        };
    }
}
