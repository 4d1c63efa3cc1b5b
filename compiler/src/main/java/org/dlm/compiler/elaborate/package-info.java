/**
 * From declarations to graphs: compile-time evaluation of a model for one configuration.
 *
 * <p>In: a {@code model} declaration, values for its settings, and a {@link org.dlm.compiler.elaborate.Library} that finds the declarations
 * it calls. Out: {@link org.dlm.compiler.elaborate.ElaboratedModel}, straight-line graphs for one example in training and inference mode, the
 * graph of start values, and what the model owns and offers. Guaranteed: constants, loops, conditions, groups and lifting are gone; every index
 * has a range and every unguarded place is inside; every op has an origin.
 *
 * <p>As in the elaboration of hardware languages, calls are followed and each use of a layer becomes an instance with a path; an error shows the
 * chain of instances through which it was reached. A statement in error poisons only the names that it would have bound.
 */
package org.dlm.compiler.elaborate;
