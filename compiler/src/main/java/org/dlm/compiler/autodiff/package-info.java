/**
 * Reverse-mode differentiation: one rule per primitive, one walk over the ops from the loss back.
 *
 * <p>In: a graph with explicit batch axes, a loss of rank 0, the parameters. Out: {@link
 * org.dlm.compiler.autodiff.Gradients}, for each parameter its adjoint as an op. Guaranteed: adjoints are ordinary ops, so they
 * may be differentiated again; contributions to a value are added in a fixed order; where possible an adjoint is a reduction
 * over affine places (a gather, never a scatter-add), so that it can be cut over its free axes.
 *
 * <p>The parts: {@link org.dlm.compiler.autodiff.DerivativeRules} (the table), {@code BodyDerivative} (a scalar body by each of
 * its loads), {@code ReductionRules} (what each element of a reduction receives), {@code PlaceSystem}, {@code PlaceSolver}
 * and {@code Transposition} (the roles of places and axes exchanged), {@link org.dlm.compiler.autodiff.Autodiff} (the walk).
 */
package org.dlm.compiler.autodiff;
