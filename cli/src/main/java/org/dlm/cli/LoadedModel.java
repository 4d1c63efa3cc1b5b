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
        if (recipes.isEmpty()) {
            throw new ProblemException("the model " + summary.model() + " has no recipe: a train declaration such as"
                    + " 'train " + summary.model() + " { ... }' says what data it learns from and how");
        }
        return name.map(wanted -> recipe(wanted, recipes)).orElse(recipes.getFirst());
    }

    private RecipeDescription recipe(String wanted, List<RecipeDescription> recipes) {
        List<String> names = recipes.stream().map(RecipeDescription::name).toList();
        return recipes.stream()
                .filter(recipe -> recipe.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ProblemException("the model " + summary.model() + " has no recipe '" + wanted
                        + "'; it has " + String.join(", ", names)
                        + Suggestions.didYouMean(wanted, names)
                                .map(question -> "; " + question)
                                .orElse("")));
    }
}
