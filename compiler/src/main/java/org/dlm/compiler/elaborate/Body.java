package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.ast.Declaration;

/**
 * Where an expression stands.
 *
 * @param declaration whose body it is; decides which names of other declarations can be seen
 * @param instance what owns the parameters made here
 * @param rounds the numbers of the enclosing {@code for} rounds of this body, for labels
 * @param context indices over which the body is lifted, outermost first
 */
record Body(Declaration declaration, Scope scope, Instance instance, List<Integer> rounds, List<Integer> context) {
    Body {
        rounds = List.copyOf(rounds);
        context = List.copyOf(context);
    }

    /** Whether the body may own parameters, buffers and layers: that of a layer or model, not of a function. */
    boolean mayOwn() {
        return declaration instanceof Declaration.Callable callable
                && switch (callable.kind()) {
                    case LAYER, MODEL -> true;
                    case FN, OPTIMIZER, SCHEDULE, INIT -> false;
                };
    }

    Body nested() {
        return new Body(declaration, scope.nested(), instance, rounds, context);
    }

    Body round(int number) {
        List<Integer> longer = new ArrayList<>(rounds);
        longer.add(number);
        return new Body(declaration, scope.nested(), instance, longer, context);
    }

    /** The same place inside an index definition or reduction over more indices. */
    Body within(List<Integer> indices) {
        List<Integer> longer = new ArrayList<>(context);
        longer.addAll(indices);
        return new Body(declaration, scope.nested(), instance, rounds, longer);
    }
}
