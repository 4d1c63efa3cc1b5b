package org.dlm.compiler.optimize;

import java.util.List;
import java.util.function.UnaryOperator;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.graph.GraphVerifier;
import org.dlm.compiler.rewrite.RewritePass;
import org.dlm.compiler.rewrite.Rules;

/**
 * The passes between the complete graph (batched, with its backward part and updates) and the kernels.
 *
 * <p>Values change only by rounding: products and quotients move out of sums, divisions by constants become products where that is
 * exact, constants are folded in double precision. The sign of a zero may be lost.
 */
public final class Optimizer {
    private record Pass(String name, UnaryOperator<Graph> apply) {}

    private static final List<Pass> PASSES = List.of(
            // Long formulas in steps: every pass from here on sees expressions of bounded size.
            new Pass("split bodies", BodySplitting::apply),
            // One usual form: small bodies, no copies that only rename places, factors outside of sums.
            new Pass("canonicalize", new RewritePass(Rules.CANONICALIZE)::apply),
            // Learning rates and the like out of the loops, before inlining could repeat them.
            new Pass("hoist numbers", NumberHoisting::apply),
            // Operands of rectifiers need not be kept; before inlining hides what a rectifier is.
            new Pass("share signs", SignSharing::apply),
            // Fewer values in memory. After it the usual form again: guards of inlined pieces meet and fold.
            new Pass("inline", Inlining::apply),
            new Pass("canonicalize again", new RewritePass(Rules.CANONICALIZE)::apply),
            // From here on copies are wanted: nothing may read through them any more.
            new Pass("split phases", PhaseSplitting::apply),
            // The quotients that the phases have decided.
            new Pass("simplify phases", new RewritePass(Rules.SIMPLIFY)::apply),
            // The copy that collects the phases goes into its users.
            new Pass("inline phases", Inlining::apply),
            new Pass("contraction operands", ContractionOperands::apply),
            // Before the layout, which turns an operand for the vector axis.
            new Pass("contraction vector axis", ContractionVectorAxis::apply),
            // What is still read at a stride, by vectors, is read by phases.
            new Pass("contraction phases", ContractionPhases::apply),
            new Pass("contraction operand layout", ContractionOperandLayout::apply),
            // Nothing is inlined any more, so the loops may be cut to fit their bodies.
            new Pass("split axes", AxisSplitting::apply),
            new Pass("simplify", new RewritePass(Rules.SIMPLIFY)::apply));

    private Optimizer() {}

    /** The plan of the kernels that compute a graph. */
    public static FusionPlan optimize(Graph graph) {
        Graph current = graph;
        for (Pass pass : PASSES) {
            current = pass.apply().apply(current);
            assert verified(current, pass.name());
        }
        FusionPlan plan = Fusion.apply(current);
        assert verified(plan);
        return plan;
    }

    private static boolean verified(FusionPlan plan) {
        FusionPlanVerifier.verify(plan);
        return true;
    }

    private static boolean verified(Graph graph, String pass) {
        GraphVerifier.verify(graph, pass);
        return true;
    }
}
