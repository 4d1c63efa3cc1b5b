package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import java.util.Collection;
import org.dlm.compiler.loop.Target;

/** The classes of one model. */
final class ModelClasses {
    private final String packageName;
    private final ClassNames names;

    ModelClasses(ModelPlan model) {
        packageName = model.packageName();
        names = new ClassNames(
                model.name(),
                model.recipes().stream()
                        .map(recipe -> new ClassNames.Recipe(
                                recipe.name(),
                                recipe.data().stream()
                                        .map(RecipePlan.DataPlan::name)
                                        .toList()))
                        .toList());
    }

    /** Simple names of all of them: no variable may hide one. */
    Collection<String> simpleNames() {
        return names.all();
    }

    ClassName facade() {
        return named(names.facade());
    }

    ClassName session() {
        return named(names.of("Session"));
    }

    ClassName start() {
        return named(names.of("Start"));
    }

    ClassName rehearsal() {
        return named(names.of("Rehearsal"));
    }

    ClassName evaluation() {
        return named(names.of("Evaluation"));
    }

    ClassName description() {
        return named(names.of("Description"));
    }

    ClassName recipeDescription(RecipePlan recipe) {
        return named(names.of("Recipe", recipe.name()));
    }

    ClassName factory() {
        return named(names.of("Factory"));
    }

    /** All kernels as plain loops. */
    ClassName kernels() {
        return named(names.kernels(""));
    }

    /** All kernels with vectors of one width. */
    ClassName kernels(Target target) {
        return named(names.kernels(String.valueOf(target.vectorBits())));
    }

    ClassName trainer(RecipePlan recipe) {
        return named(names.of("Trainer", recipe.name()));
    }

    ClassName gradient(RecipePlan recipe) {
        return named(names.of("Gradient", recipe.name()));
    }

    ClassName preparation(RecipePlan recipe, RecipePlan.DataPlan data) {
        return named(names.preparation(recipe.name(), data.name()));
    }

    private ClassName named(String name) {
        return ClassName.get(packageName, name);
    }
}
