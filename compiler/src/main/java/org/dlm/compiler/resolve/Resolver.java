package org.dlm.compiler.resolve;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.ast.ImportDecl;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticSink;
import org.dlm.compiler.source.SourceFile;

/** Gives every file its scope and reports names that mean nothing, mean two things, or are for nothing. */
public final class Resolver {
    private final SourceIndex index;
    private final Map<SourceFile, DeclarationScope> scopes = new HashMap<>();
    private final Set<Diagnostic> found = new LinkedHashSet<>();

    private Resolver(SourceIndex index) {
        this.index = index;
    }

    /**
     * @param files the files of the source root; their paths are relative to it
     * @param library the files of the library; those directly in {@code std} are seen by every file
     */
    public static ResolvedProgram resolve(List<FileUnit> files, List<FileUnit> library, DiagnosticSink sink) {
        Resolver resolver = new Resolver(new SourceIndex(files, library));
        resolver.openScopes(library);
        resolver.openScopes(files);
        resolver.checkWhole(files);
        resolver.check(library);
        resolver.check(files);
        resolver.report(sink);
        return new ResolvedProgram(files, library, resolver.scopes);
    }

    private void openScopes(List<FileUnit> files) {
        for (FileUnit file : files) {
            DeclarationScope scope = new DeclarationScope();
            scope.addBehind(file);
            for (ImportDecl line : file.imports()) {
                index.filesOf(line).forEach(scope::addBehind);
                index.declarationsOf(line).forEach(scope::addBehind);
            }
            index.core().forEach(scope::addBehind);
            scopes.put(file.span().file(), scope);
        }
    }

    private void checkWhole(List<FileUnit> files) {
        DuplicateDeclarationChecker duplicates = new DuplicateDeclarationChecker(index, found::add);
        duplicates.checkCore();
        duplicates.checkModels(files);
        JavaNameChecker javaNames = new JavaNameChecker(found::add);
        files.forEach(javaNames::check);
    }

    private void check(List<FileUnit> files) {
        DuplicateDeclarationChecker duplicates = new DuplicateDeclarationChecker(index, found::add);
        ImportChecker imports = new ImportChecker(index, found::add);
        for (FileUnit file : files) {
            imports.check(file);
            duplicates.checkFile(file);
            file.declarations().forEach(this::check);
        }
    }

    private void check(Declaration declaration) {
        DeclarationScope scope = scopes.get(declaration.span().file());
        NameErrors errors = new NameErrors(index, found::add);
        switch (declaration) {
            case Declaration.Const constant -> constant(constant, scope, errors);
            case Declaration.Callable callable -> new CallableNameChecker(scope, errors).check(callable);
            case Declaration.Train train -> new RecipeNameChecker(scope, errors).check(train);
        }
    }

    private static void constant(Declaration.Const constant, DeclarationScope scope, NameErrors errors) {
        ExpressionNameChecker expressions =
                new ExpressionNameChecker(Surroundings.of(scope, BuiltIns.valuesInConstants()), errors, new NameUse());
        LocalNames names = new LocalNames();
        constant.type().ifPresent(type -> new TypeNameChecker(expressions).check(type, names));
        expressions.check(constant.value(), names);
    }

    /** File by file in the order of their paths, each from top to bottom. */
    private void report(DiagnosticSink sink) {
        found.stream()
                .sorted(Comparator.comparing((Diagnostic diagnostic) ->
                                diagnostic.span().file().path())
                        .thenComparing(diagnostic -> diagnostic.span().start()))
                .forEach(sink::report);
    }
}
