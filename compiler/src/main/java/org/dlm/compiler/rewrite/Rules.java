package org.dlm.compiler.rewrite;

import java.util.List;
import java.util.stream.Stream;

/** The rule sets. Within a set the order does not change the result, only how soon it is reached: cheap and frequent ones first. */
public final class Rules {
    /** What makes a body smaller whatever it is used for; may run at any time. */
    public static final List<RewriteRule> SIMPLIFY = List.of(
            new FoldConstants(),
            new FoldConversions(),
            new FoldIndexArithmetic(),
            new RemoveNeutralOperands(),
            new RemoveDoubleNegation(),
            new SimplifyPowers(),
            new DivideByPowerOfTwo(),
            new MultiplyByInverse(),
            new SimplifyLogic(),
            new CompareByIntervals(),
            new ChooseKnownSide(),
            new StateAffinePlaces(),
            new SimplifyPlaces(),
            new DropProvenGuards());

    /**
     * The usual form, from which fusion starts. It must not run once operands have been laid out for contractions, because it
     * reads through copies.
     */
    public static final List<RewriteRule> CANONICALIZE = Stream.concat(
                    SIMPLIFY.stream(),
                    Stream.of(
                            new ReadThroughIndexMaps(),
                            new MoveProductIntoChoice(),
                            new DropUnitReductionAxes(),
                            new ReduceNothing(),
                            new CountUnusedReductionAxes(),
                            new DropUnusedFreeAxes(),
                            new CollapseChosenTerm(),
                            new HoistInvariantChoice(),
                            new HoistInvariantFactors(),
                            new ScatterRowsByChoice()))
            .toList();

    private Rules() {}
}
