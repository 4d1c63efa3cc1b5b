package org.dlm.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.Span;

/** Calls of the readers of a recipe, such as {@code idx("images.gz")}: their arguments are constants. */
final class ReaderCalls {
    private final Elaboration elaboration;
    private final Evaluator evaluator;

    ReaderCalls(Elaboration elaboration, Evaluator evaluator) {
        this.elaboration = elaboration;
        this.evaluator = evaluator;
    }

    Value reader(String name, List<Argument> arguments, Span span, Body body) {
        if (!(body.declaration() instanceof Declaration.Train)) {
            throw elaboration.error(
                    DiagnosticId.UNKNOWN_NAME,
                    span,
                    name + " is no function here; readers stand in the data blocks of a recipe");
        }
        List<Value.Known> positional = new ArrayList<>();
        Map<String, Value.Known> named = new LinkedHashMap<>();
        for (Argument argument : arguments) {
            if (!(Values.single(evaluator.evaluate(argument.value(), body)) instanceof Value.Known known)) {
                throw elaboration.error(
                        DiagnosticId.NOT_COMPILE_TIME,
                        argument.span(),
                        "the arguments of a reader are strings and numbers");
            }
            if (argument.name().isPresent()) {
                named.put(argument.name().get().text(), known);
            } else {
                positional.add(known);
            }
        }
        DataPlan.SourceCall call = new DataPlan.SourceCall(
                name,
                positional.stream().map(ReaderCalls::constant).toList(),
                named.entrySet().stream()
                        .collect(java.util.stream.Collectors.toMap(
                                Map.Entry::getKey, e -> constant(e.getValue()), (a, b) -> a, LinkedHashMap::new)),
                span);
        return new Value.ReaderValue(call, new DataPlan.ColumnChoice.At(0));
    }

    private static Object constant(Value.Known known) {
        return switch (known) {
            case Value.IntValue i -> i.value();
            case Value.RealValue r -> r.value();
            case Value.TruthValue t -> t.value();
            case Value.TextValue t -> t.value();
        };
    }
}
