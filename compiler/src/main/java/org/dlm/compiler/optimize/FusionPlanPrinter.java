package org.dlm.compiler.optimize;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.dlm.compiler.graph.Axis;
import org.dlm.compiler.graph.Op;

/**
 * A plan as text, one line for each group and one for each op, a star at what is stored.
 *
 * <pre>
 * reduction [b < batch, n < 10]
 *    %7: float[batch, 10] = [b < batch, n < 10] sum(k < 84 : (%5[i0, i2] * %3[i2, i1]))
 *  * %8: float[batch, 10] = [b < batch, n < 10] (%7[i0, i1] + %4[i1])
 * </pre>
 */
public final class FusionPlanPrinter {
    private FusionPlanPrinter() {}

    public static String print(FusionPlan plan) {
        return plan.groups().stream().map(FusionPlanPrinter::print).collect(Collectors.joining());
    }

    private static String print(FusionGroup group) {
        StringBuilder text = new StringBuilder(group.kind().name().toLowerCase(Locale.ROOT));
        text.append(axes(group.outer())).append('\n');
        for (Op op : group.ops()) {
            text.append(group.stored().contains(op) ? " * " : "   ").append(op).append('\n');
        }
        return text.toString();
    }

    private static String axes(List<Axis> axes) {
        return axes.stream().map(Axis::toString).collect(Collectors.joining(", ", " [", "]"));
    }
}
