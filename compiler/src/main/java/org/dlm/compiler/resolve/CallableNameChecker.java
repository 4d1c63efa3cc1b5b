package org.dlm.compiler.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Parameter;

/** Looks up the names of a {@code fn}, {@code layer}, {@code optimizer}, {@code schedule}, {@code init} or {@code model}. */
final class CallableNameChecker {
    private final DeclarationScope scope;
    private final NameErrors errors;

    CallableNameChecker(DeclarationScope scope, NameErrors errors) {
        this.scope = scope;
        this.errors = errors;
    }

    void check(Declaration.Callable callable) {
        NameUse use = new NameUse();
        ExpressionNameChecker expressions =
                new ExpressionNameChecker(Surroundings.of(scope, BuiltIns.valuesIn(callable.kind())), errors, use);
        LocalNames names = new LocalNames();
        signature(callable, expressions, names);
        new BodyNameChecker(expressions).check(callable.body(), names);
        results(callable, expressions, names);
        use.report(errors.sink());
    }

    /** Parameters first, so that a dimension can name a setting; then new dimensions; then what may use both. */
    private void signature(Declaration.Callable callable, ExpressionNameChecker expressions, LocalNames names) {
        List<Parameter> data = callable.signature().data();
        List<Parameter> settings = callable.signature().configuration();
        List<Parameter> all = Stream.concat(data.stream(), settings.stream()).toList();
        noneTwice(all);
        all.forEach(parameter -> bind(parameter, names));
        TypeNameChecker types = new TypeNameChecker(expressions);
        for (Parameter parameter : data) {
            watch(callable.kind(), parameter, types.bindDimensions(parameter.type(), names), expressions.use());
        }
        settings.forEach(parameter -> types.bindDimensions(parameter.type(), names));
        for (Parameter parameter : all) {
            types.check(parameter.type(), names.copy());
            expressions.check(parameter.defaultValue(), names);
            parameter.space().ifPresent(space -> new BodyNameChecker(expressions).space(space, names));
        }
    }

    private static void bind(Parameter parameter, LocalNames names) {
        Binding binding = new Binding(parameter.name());
        if (BuiltIns.stageTypes().contains(parameter.type().base().text())) {
            names.bindCallable(binding);
        } else {
            names.bindValue(binding);
        }
    }

    /** An optimizer or a schedule must take what it is given; a function or layer need not ask for it. */
    private static void watch(Declaration.Kind kind, Parameter parameter, Set<Binding> dimensions, NameUse use) {
        if (kind == Declaration.Kind.FN || kind == Declaration.Kind.LAYER) {
            use.watchInput(new Binding(parameter.name()), "parameter", dimensions);
        }
    }

    private void noneTwice(List<Parameter> parameters) {
        Map<String, Name> first = new HashMap<>();
        for (Parameter parameter : parameters) {
            Name name = parameter.name();
            Name earlier = first.putIfAbsent(name.text(), name);
            if (earlier != null) {
                errors.duplicate(name.span(), name.text(), earlier.span());
            }
        }
    }

    /** A dimension of a result may be a new name, or one that the body has bound. */
    private static void results(Declaration.Callable callable, ExpressionNameChecker expressions, LocalNames names) {
        TypeNameChecker types = new TypeNameChecker(expressions);
        callable.results().forEach(result -> {
            types.bindDimensions(result.type(), names);
            types.check(result.type(), names);
        });
    }
}
