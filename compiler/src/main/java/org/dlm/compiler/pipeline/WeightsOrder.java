package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.UpdateRule;
import org.dlm.compiler.elaborate.ElaboratedModel.Owned;

/**
 * Where parameters and buffers lie in the array of the weights: what one rule updates is next to each other, so that the rule is one
 * kernel. The first recipe has the choice; a later one finds its parameters in as many runs as the others' groups cut them into.
 *
 * <pre>
 * minimize total using adam(1e-3) using sgd(1e-2) over "head/*"
 * conv/W conv/b (buffer norm/mean) head/W head/b   is laid out as   conv/W conv/b | head/W head/b | norm/mean
 * </pre>
 */
final class WeightsOrder {
    private WeightsOrder() {}

    static List<Owned> of(List<Owned> owned, List<LossDerivative> recipes) {
        Comparator<Owned> order = Comparator.comparing(one -> !one.trained());
        for (LossDerivative recipe : recipes) {
            List<UpdateRule> rules =
                    List.copyOf(new LinkedHashSet<>(recipe.rules().values()));
            order = order.thenComparing(
                    one -> Optional.ofNullable(recipe.rules().get(one.path()))
                            .map(rules::indexOf)
                            .orElse(rules.size()));
        }
        List<Owned> ordered = new ArrayList<>(owned);
        ordered.sort(order);
        return ordered;
    }
}
