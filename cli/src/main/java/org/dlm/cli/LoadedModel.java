package org.dlm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.runtime.model.ModelDescription;
import org.dlm.runtime.problem.ProblemException;
import org.dlm.runtime.program.ModelFactory;
import org.dlm.runtime.program.RecipeDescription;

/** A compiled model that can run, and where it came from. */
record LoadedModel(SourceTree tree, ModelSummary summary, ModelFactory factory) {
    ModelDescription description() {
        return factory.description();
    }

    /** The folder of the file that declares the model. */
    Path folder() {
        return tree.root().resolve(summary.sourcePath()).getParent();
    }

    /** The named recipe; without a name the only or first one. */
    RecipeDescription recipe(Optional<String> name) {
        List<RecipeDescription> recipes = factory.recipes();
        List<String> names = recipes.stream().map(RecipeDescription::name).toList();
        return recipes.get(names.indexOf(recipe(summary.model(), name, names)));
    }

    /** The wanted name, or the first; an error where there is no such recipe. */
    static String recipe(String model, Optional<String> wanted, List<String> names) {
        if (names.isEmpty()) {
            throw new ProblemException("the model " + model + " has no recipe: a train declaration such as 'train "
                    + model + " { ... }' says what data it learns from and how");
        }
        String name = wanted.orElse(names.getFirst());
        if (!names.contains(name)) {
            throw new ProblemException("the model " + model + " has no recipe '" + name + "'; it has "
                    + String.join(", ", names)
                    + Suggestions.didYouMean(name, names)
                            .map(question -> "; " + question)
                            .orElse(""));
        }
        return name;
    }
}
