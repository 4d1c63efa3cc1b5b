package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.Parameter;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.source.Span;

/** Sorts the arguments of a call into data and settings: positional ones fill data, then configuration. */
final class Arguments {
    private final Elaboration elaboration;
    private final Values values;
    private final Evaluator evaluator;

    Arguments(Elaboration elaboration, Values values, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.values = values;
        this.evaluator = evaluator;
    }

    // ---- arguments

    /** Settings given by a stage expression: positional ones fill the configuration. */
    Map<String, Value> settings(
            Declaration.Callable callable, Map<String, Value> given, List<Argument> arguments, Body body, Span span) {
        Given sorted = sort(callable, given, List.of(), arguments, body, span, false);
        return sorted.settings();
    }

    /** Arguments that fill a configuration, by name. */
    Map<String, Value> configuration(Declaration.Callable callable, List<Argument> arguments, Body body, Span span) {
        return settings(callable, Map.of(), arguments, body, span);
    }

    record Given(Map<String, Value> data, Map<String, Value> settings) {}

    Given sort(
            Declaration.Callable callable,
            Map<String, Value> preset,
            List<Value> piped,
            List<Argument> arguments,
            Body body,
            Span span,
            boolean withData) {
        Map<String, Value> data = new LinkedHashMap<>();
        Map<String, Value> settings = new LinkedHashMap<>();
        List<Parameter> open = new ArrayList<>();
        if (withData) {
            callable.signature().data().stream()
                    .filter(p -> p.defaultValue().isEmpty())
                    .forEach(open::add);
        }
        if (piped.size() > open.size()) {
            throw elaboration.error(
                    DiagnosticId.BAD_ARGUMENT,
                    span,
                    callable.name().text() + " takes " + open.size() + " inputs, found " + piped.size());
        }
        piped.forEach(value -> data.put(open.removeFirst().name().text(), value));
        int dataLeft = open.size();
        callable.signature().configuration().stream()
                .filter(p -> !preset.containsKey(p.name().text()))
                .forEach(open::add);
        int positional = 0;
        for (Argument argument : arguments) {
            Parameter parameter = argument.name().isPresent()
                    ? named(callable, argument)
                    : positional < open.size() ? open.get(positional) : tooMany(callable, argument, span);
            boolean isData = argument.name().isPresent()
                    ? callable.signature().data().contains(parameter)
                    : positional < dataLeft;
            positional += argument.name().isEmpty() ? 1 : 0;
            Value value = Signatures.isStage(parameter.type())
                    ? evaluator.calls().stage(argument.value(), body)
                    : Values.single(evaluator.evaluate(argument.value(), body));
            Value before = (isData ? data : settings).put(parameter.name().text(), value);
            if (before != null) {
                throw elaboration.error(
                        DiagnosticId.BAD_ARGUMENT,
                        argument.span(),
                        parameter.name().text() + " is given twice");
            }
        }
        return new Given(data, settings);
    }

    private Parameter named(Declaration.Callable callable, Argument argument) {
        String name = argument.name().orElseThrow().text();
        List<Parameter> all = new ArrayList<>(callable.signature().data());
        all.addAll(callable.signature().configuration());
        return all.stream()
                .filter(p -> p.name().text().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = all.stream().map(p -> p.name().text()).toList();
                    Diagnostic diagnostic = elaboration.diagnostic(
                            DiagnosticId.BAD_ARGUMENT,
                            argument.name().orElseThrow().span(),
                            callable.name().text() + " has no setting " + name + "; it has "
                                    + String.join(", ", names));
                    return new ElaborationException(Suggestions.nearest(name, names)
                            .map(near -> diagnostic.withSuggestion("did you mean `" + near + "`?"))
                            .orElse(diagnostic));
                });
    }

    private Parameter tooMany(Declaration.Callable callable, Argument argument, Span span) {
        throw elaboration.error(
                DiagnosticId.BAD_ARGUMENT,
                argument.span(),
                "this is one argument too many for " + callable.name().text());
    }
}
