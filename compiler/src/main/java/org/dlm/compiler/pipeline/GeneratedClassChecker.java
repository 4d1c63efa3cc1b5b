package org.dlm.compiler.pipeline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.QualifiedName;
import org.dlm.compiler.ast.RecipeItem;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.emit.ClassNames;
import org.dlm.compiler.source.Span;

/**
 * Finds classes that two models would have in common, as {@code A} with its {@code ASession} and a model {@code ASession}; also
 * those that differ in case alone, since many file systems do not tell them apart. Neither gives way: what a model's classes are
 * called must not depend on what else is compiled.
 */
final class GeneratedClassChecker {
    private final DiagnosticSink sink;
    private final Map<String, Owned> owners = new HashMap<>();

    /** A class and the model that it is generated for. */
    private record Owned(String className, ModelSource model) {}

    private GeneratedClassChecker(DiagnosticSink sink) {
        this.sink = sink;
    }

    static void check(List<ModelSource> models, List<FileUnit> files, DiagnosticSink sink) {
        GeneratedClassChecker checker = new GeneratedClassChecker(sink);
        models.forEach(checker::checkRecipes);
        models.forEach(checker::checkLengths);
        models.forEach(checker::checkOthers);
        models.forEach(model -> checker.checkPackages(model, files));
    }

    /**
     * Whether classes that are known only when a large program is cut into them may be those of two models: all names of a model's classes
     * begin with its own.
     */
    static boolean mayMeet(List<ModelSource> models) {
        List<String> names = models.stream()
                .map(model -> qualified(new Owned(name(model).text(), model)).toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
        // what begins with a name stands right behind it
        return IntStream.range(1, names.size()).anyMatch(i -> names.get(i).startsWith(names.get(i - 1)));
    }

    /** Those of one file have been reported already. */
    private void checkRecipes(ModelSource model) {
        Map<String, Span> first = new HashMap<>();
        for (Declaration.Train recipe : model.recipes()) {
            Span place = recipe.name().span();
            Span earlier = first.putIfAbsent(recipe.name().text(), place);
            if (earlier != null && !earlier.file().equals(place.file())) {
                sink.report(Diagnostic.error(
                                DiagnosticId.DUPLICATE_NAME,
                                place,
                                "there are two recipes '" + recipe.name().text() + "' of the model "
                                        + name(model).text())
                        .with(Note.at(earlier, "one is declared here"))
                        .withSuggestion("name it: train " + name(model).text() + " as another"));
            }
        }
    }

    private void checkLengths(ModelSource model) {
        for (String className : names(model).all()) {
            if (className.length() > ClassNames.LONGEST) {
                sink.report(Diagnostic.error(
                        DiagnosticId.BAD_JAVA_NAME,
                        longest(model).span(),
                        "a class is generated whose name begins with this one and has " + className.length()
                                + " letters; file systems bear " + ClassNames.LONGEST));
                return;
            }
        }
    }

    /** The name to blame for a long one. */
    private static Name longest(ModelSource model) {
        Name longest = name(model);
        for (Declaration.Train recipe : model.recipes()) {
            longest = recipe.name().text().length() > longest.text().length() ? recipe.name() : longest;
        }
        return longest;
    }

    /** Models of one name have been reported already; for each pair the first class is enough. */
    private void checkOthers(ModelSource model) {
        Set<ModelSource> reported = new HashSet<>();
        for (String className : names(model).all()) {
            Owned owned = new Owned(className, model);
            Optional<Owned> earlier =
                    Optional.ofNullable(owners.putIfAbsent(qualified(owned).toLowerCase(Locale.ROOT), owned));
            if (earlier.isPresent()
                    && reported.add(earlier.get().model())
                    && !isSameName(earlier.get().model(), model)) {
                sink.report(clash(owned, earlier.get()));
            }
        }
    }

    private static boolean isSameName(ModelSource one, ModelSource other) {
        return one.packageName().equals(other.packageName())
                && name(one).text().equals(name(other).text());
    }

    private static Diagnostic clash(Owned one, Owned other) {
        String message = one.className().equals(other.className())
                ? "the class " + one.className() + " is generated for two models, "
                        + name(one.model()).text() + " and "
                        + name(other.model()).text()
                : "the classes " + one.className() + " and " + other.className() + " of the models "
                        + name(one.model()).text() + " and "
                        + name(other.model()).text()
                        + " would be one file where upper and lower case are the same";
        return Diagnostic.error(DiagnosticId.CLASS_NAME_CLASH, name(one.model()).span(), message)
                .with(Note.at(name(other.model()).span(), "the other model is declared here"))
                .withSuggestion("give one of the models another name, or another package");
    }

    /** Java knows no class {@code a.b} beside a package {@code a.b}. */
    private void checkPackages(ModelSource model, List<FileUnit> files) {
        for (FileUnit file : files) {
            Optional<QualifiedName> declared = file.packageName();
            for (String className : names(model).all()) {
                String qualified = qualified(new Owned(className, model));
                if (declared.filter(name -> (name.text() + ".").startsWith(qualified + "."))
                        .isPresent()) {
                    sink.report(Diagnostic.error(
                                    DiagnosticId.CLASS_NAME_CLASH,
                                    name(model).span(),
                                    "the class " + qualified + ", generated for the model "
                                            + name(model).text() + ", has the name of a package")
                            .with(Note.at(declared.get().span(), "the package is named here"))
                            .withSuggestion("give the model or the package another name"));
                    return;
                }
            }
        }
    }

    private static String qualified(Owned owned) {
        String packageName = owned.model().packageName();
        return packageName.isEmpty() ? owned.className() : packageName + "." + owned.className();
    }

    private static Name name(ModelSource model) {
        return model.model().name();
    }

    private static ClassNames names(ModelSource model) {
        List<ClassNames.Recipe> recipes = model.recipes().stream()
                .map(recipe -> new ClassNames.Recipe(recipe.name().text(), blocks(recipe)))
                .toList();
        return new ClassNames(name(model).text(), recipes);
    }

    private static List<String> blocks(Declaration.Train recipe) {
        return recipe.items().stream()
                .filter(RecipeItem.DataBlock.class::isInstance)
                .map(item -> ((RecipeItem.DataBlock) item).name().text())
                .toList();
    }
}
