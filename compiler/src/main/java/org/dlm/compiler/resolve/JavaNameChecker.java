package org.dlm.compiler.resolve;

import java.lang.module.ModuleFinder;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.QualifiedName;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.DiagnosticSink;

/**
 * Finds packages and models whose names Java cannot bear: users write these names in their own Java, so they are not changed but
 * refused. All other names may be anything.
 */
final class JavaNameChecker {
    /** Of each part, which is a folder. */
    private static final int LONGEST_PART = 200;

    /** Of the whole, which is a path. */
    private static final int LONGEST_PACKAGE = 1000;

    /** Words that name no class, but may name other things. */
    private static final Set<String> NO_CLASSES = Set.of("permits", "record", "sealed", "var", "yield");

    /** A class of such a name hides all packages that begin with it from its neighbours, and generated code names some in full. */
    private static final Set<String> ROOTS = Set.of("java", "jdk", "org");

    private static final String RUNTIME = "org.dlm.runtime";

    private final DiagnosticSink sink;

    JavaNameChecker(DiagnosticSink sink) {
        this.sink = sink;
    }

    void check(FileUnit file) {
        boolean generates = file.declarations().stream().anyMatch(JavaNameChecker::isModel);
        if (generates) {
            file.packageName().ifPresent(this::checkPackage);
        }
        file.declarations().stream()
                .filter(JavaNameChecker::isModel)
                .map(Declaration::name)
                .forEach(this::checkModel);
    }

    private static boolean isModel(Declaration declaration) {
        return declaration instanceof Declaration.Callable callable && callable.kind() == Declaration.Kind.MODEL;
    }

    private void checkModel(Name model) {
        if (SourceVersion.isKeyword(model.text()) || NO_CLASSES.contains(model.text())) {
            report(model, "no Java class can be called '" + model.text() + "'");
        } else if (ROOTS.contains(model.text())) {
            report(
                    model,
                    "a Java class '" + model.text() + "' would hide the packages that begin with " + model.text());
        }
    }

    private void report(Name model, String fault) {
        sink.report(Diagnostic.error(
                        DiagnosticId.BAD_JAVA_NAME, model.span(), "a class is generated for this model, and " + fault)
                .withSuggestion("give the model another name, such as " + capitalized(model.text())));
    }

    private void checkPackage(QualifiedName name) {
        fault(name)
                .ifPresent(fault -> sink.report(Diagnostic.error(
                        DiagnosticId.BAD_JAVA_NAME,
                        name.span(),
                        "no generated class can be in the package " + shortened(name.text()) + ": " + fault)));
    }

    private static Optional<String> fault(QualifiedName name) {
        for (Name part : name.parts()) {
            if (SourceVersion.isKeyword(part.text())) {
                return Optional.of("'" + part.text() + "' is a word of Java");
            }
            if (part.text().length() > LONGEST_PART) {
                return Optional.of("each part becomes a folder, whose name can have " + LONGEST_PART + " letters");
            }
        }
        if (name.text().length() > LONGEST_PACKAGE) {
            return Optional.of("it becomes a path, which can have " + LONGEST_PACKAGE + " letters");
        }
        if (name.parts().getFirst().text().equals("java") || packagesOfTheJdk().contains(name.text())) {
            return Optional.of("it belongs to the JDK");
        }
        if (name.text().equals(RUNTIME) || name.text().startsWith(RUNTIME + ".")) {
            return Optional.of("it belongs to dlm");
        }
        return Optional.empty();
    }

    /** Java looks for a class of such a package in the JDK alone. */
    private static Set<String> packagesOfTheJdk() {
        return ModuleFinder.ofSystem().findAll().stream()
                .flatMap(module -> module.descriptor().packages().stream())
                .collect(Collectors.toSet());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_PART ? text : text.substring(0, LONGEST_PART) + "…";
    }

    private static String capitalized(String word) {
        return word.equals("_") ? "Model" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
