/**
 * Recipes: how a model is fitted.
 *
 * <p>In: a {@code train} declaration and the elaborated model. Out: {@link org.dlm.compiler.recipe.TrainingPlan}, settings as plain numbers, data
 * blocks as graphs from reader columns to ports, and the update rules. Guaranteed: everything named exists in the model, every port has a source in
 * every block, and what is not built yet has been reported.
 */
package org.dlm.compiler.recipe;
