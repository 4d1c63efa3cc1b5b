package org.dlm.compiler.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ListItem;
import org.dlm.compiler.ast.ValueSpace;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.emit.HyperPlan;

/** Run-time numbers in the terms of the emitter. */
final class HyperPlans {
    private HyperPlans() {}

    static HyperPlan of(ElaboratedModel.Hyper hyper) {
        HyperPlan.Range range = hyper.space().flatMap(HyperPlans::range).orElse(new HyperPlan.Range.Any());
        return new HyperPlan(hyper.name(), hyper.start(), range);
    }

    private static Optional<HyperPlan.Range> range(ValueSpace space) {
        return switch (space) {
            case ValueSpace.Range range -> {
                Optional<Double> low = number(range.low());
                Optional<Double> high = number(range.high());
                boolean logarithmic = range.scale().isPresent();
                yield low.isPresent() && high.isPresent()
                        ? Optional.of(new HyperPlan.Range.Between(low.get(), high.get(), logarithmic))
                        : Optional.empty();
            }
            case ValueSpace.Choices choices -> {
                List<Double> values = new ArrayList<>();
                for (ListItem item : choices.items()) {
                    number(item.value()).ifPresent(values::add);
                }
                yield Optional.of(new HyperPlan.Range.OneOf(values));
            }
        };
    }

    private static Optional<Double> number(Expr expression) {
        return switch (expression) {
            case Expr.IntLiteral literal -> Optional.of((double) literal.value());
            case Expr.FloatLiteral literal -> Optional.of(literal.value());
            case Expr.Unary unary
            when unary.operator() == Expr.UnaryOperator.NEGATE ->
                number(unary.operand()).map(n -> -n);
            default -> Optional.empty();
        };
    }
}
