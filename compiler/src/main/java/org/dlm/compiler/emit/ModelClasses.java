package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;

/** Names of the classes of one model. */
record ModelClasses(ModelPlan model) {
    ClassName facade() {
        return ClassName.get(model.packageName(), model.name());
    }

    ClassName session() {
        return named("Session");
    }

    ClassName start() {
        return named("Start");
    }

    ClassName evaluation() {
        return named("Evaluation");
    }

    ClassName description() {
        return named("Description");
    }

    ClassName recipeDescription(RecipePlan recipe) {
        return named(middle(recipe) + "Recipe");
    }

    ClassName factory() {
        return named("Factory");
    }

    ClassName trainer(RecipePlan recipe) {
        return named(middle(recipe) + "Trainer");
    }

    ClassName gradient(RecipePlan recipe) {
        return named(middle(recipe) + "Gradient");
    }

    ClassName preparation(RecipePlan recipe, RecipePlan.DataPlan data) {
        return named(middle(recipe) + Names.capitalized(Names.camel(data.name())) + "Preparation");
    }

    /** Nothing for a recipe that has the model's name. */
    private String middle(RecipePlan recipe) {
        return recipe.name().equals(model.name()) ? "" : Names.capitalized(Names.camel(recipe.name()));
    }

    private ClassName named(String suffix) {
        return ClassName.get(model.packageName(), model.name() + suffix);
    }
}
