package org.dlm.compiler.resolve;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dlm.compiler.ast.Argument;
import org.dlm.compiler.ast.Binder;
import org.dlm.compiler.ast.Carry;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.ListItem;
import org.dlm.compiler.ast.Stage;
import org.dlm.compiler.ast.Subscript;
import org.dlm.compiler.source.Span;

/**
 * Looks up every name of an expression. A name before {@code (} or after {@code ->} is a callable; any other one a value,
 * or, where no value has it, a callable that is handed on as a stage ({@code act = relu}).
 */
final class ExpressionNameChecker {
    private final Surroundings surroundings;
    private final NameErrors errors;
    private final NameUse use;

    ExpressionNameChecker(Surroundings surroundings, NameErrors errors, NameUse use) {
        this.surroundings = surroundings;
        this.errors = errors;
        this.use = use;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    NameErrors errors() {
        return errors;
    }

    NameUse use() {
        return use;
    }

    void check(Expr expression, LocalNames names) {
        switch (expression) {
            case Expr.IntLiteral literal -> {}
            case Expr.FloatLiteral literal -> {}
            case Expr.StringLiteral literal -> {}
            case Expr.BoolLiteral literal -> {}
            case Expr.NameRef reference -> value(reference, names);
            case Expr.Unary unary -> check(unary.operand(), names);
            case Expr.Binary binary -> {
                check(binary.left(), names);
                check(binary.right(), names);
            }
            case Expr.Call call -> {
                callee(call.callee(), names);
                arguments(call.arguments(), names);
            }
            case Expr.Pipe pipe -> {
                check(pipe.input(), names);
                pipe.stages().forEach(stage -> stage(stage, names));
            }
            case Expr.Member member -> member(member, names);
            case Expr.Index index -> {
                check(index.object(), names);
                index.subscripts().forEach(subscript -> subscript(subscript, names));
                check(index.otherwise(), names);
            }
            case Expr.Reduction reduction -> reduction(reduction, names);
            case Expr.Tuple tuple -> tuple.elements().forEach(element -> check(element, names));
            case Expr.ListExpr list -> items(list.items(), names);
            case Expr.Scan scan -> scan(scan, names);
        }
    }

    void check(Optional<Expr> expression, LocalNames names) {
        expression.ifPresent(present -> check(present, names));
    }

    void items(List<ListItem> items, LocalNames names) {
        items.forEach(item -> check(item.value(), names));
    }

    void arguments(List<Argument> arguments, LocalNames names) {
        arguments.forEach(argument -> check(argument.value(), names));
    }

    /** The names that the right side of {@code y[i, j < n] = …} sees: the limits are still outside. */
    LocalNames withIndices(List<Binder> binders, LocalNames names) {
        binders.forEach(binder -> check(binder.limit(), names));
        LocalNames inside = names.copy();
        for (Binder binder : binders) {
            inside.bindValue(new Binding(binder.name()));
        }
        return inside;
    }

    boolean isKnownValue(String name, LocalNames names) {
        return names.hasValue(name)
                || surroundings.declarations().constant(name).isPresent()
                || surroundings.builtInValues().contains(name);
    }

    /** Reads a value that may be missing without an error. */
    void readIfLocal(String name, LocalNames names) {
        use.read(names.value(name));
    }

    private void value(Expr.NameRef reference, LocalNames names) {
        String name = reference.name();
        use.read(names.value(name));
        if (!isKnownValue(name, names) && !isKnownCallable(name, names)) {
            unknownValue(reference.span(), name, names);
        }
    }

    void unknownValue(Span place, String name, LocalNames names) {
        if (!BuiltIns.kindsKnowing(name).isEmpty()) {
            errors.wrongKind(place, "'" + name + "' is not known here, only in " + KindWords.in(name));
            return;
        }
        errors.unknown(place, name, "value", () -> namesForValue(names));
    }

    private Set<String> namesForValue(LocalNames names) {
        Set<String> candidates = new TreeSet<>(names.valueNames());
        candidates.addAll(surroundings.declarations().constantNames());
        candidates.addAll(surroundings.builtInValues());
        candidates.addAll(callableNames(names));
        return candidates;
    }

    private boolean isKnownCallable(String name, LocalNames names) {
        return !names.callable(name).isEmpty()
                || surroundings.declarations().callable(name).isPresent()
                || BuiltIns.function(name).isPresent()
                || surroundings.extraFunctions().contains(name);
    }

    private void callable(Span place, String name, LocalNames names) {
        use.read(names.callable(name));
        if (isKnownCallable(name, names)) {
            return;
        }
        if (names.hasValue(name)) {
            use.read(names.value(name));
            errors.wrongKind(place, "'" + name + "' is a value here, so it cannot be called");
            return;
        }
        errors.unknown(place, name, "function or layer", () -> callableNames(names));
    }

    private Set<String> callableNames(LocalNames names) {
        Set<String> candidates = new TreeSet<>(names.callableNames());
        candidates.addAll(surroundings.declarations().callableNames());
        candidates.addAll(BuiltIns.functionNames());
        candidates.addAll(surroundings.extraFunctions());
        return candidates;
    }

    /** What is called may be a name, or chosen from a list of stages: {@code acts[i](x)}. */
    private void callee(Expr callee, LocalNames names) {
        if (callee instanceof Expr.NameRef reference) {
            callable(reference.span(), reference.name(), names);
        } else {
            check(callee, names);
        }
    }

    private void stage(Stage stage, LocalNames names) {
        callee(stage.target(), names);
        arguments(stage.arguments(), names);
    }

    private void member(Expr.Member member, LocalNames names) {
        if (member.object() instanceof Expr.NameRef object
                && surroundings.members().containsKey(object.name())) {
            Set<String> known = surroundings.members().get(object.name());
            if (!known.contains(member.name().text())) {
                errors.unknown(member.name().span(), member.name().text(), "loss or metric", () -> known);
            }
            return;
        }
        boolean isReader = member.object() instanceof Expr.NameRef object
                && surroundings.extraFunctions().containsAll(BuiltIns.recipeFunctions())
                && BuiltIns.readerFamilies().contains(object.name());
        if (!isReader) {
            check(member.object(), names);
        }
    }

    private void subscript(Subscript subscript, LocalNames names) {
        switch (subscript) {
            case Subscript.At at -> check(at.index(), names);
            case Subscript.Spread spread -> check(spread.indices(), names);
            case Subscript.Part part -> {
                check(part.from(), names);
                check(part.to(), names);
            }
            case Subscript.Rest rest -> {}
        }
    }

    private void reduction(Expr.Reduction reduction, LocalNames names) {
        String kind = reduction.kind().text();
        if (!BuiltIns.reductions().contains(kind)) {
            errors.unknown(reduction.kind().span(), kind, "reduction", BuiltIns::reductions);
        }
        check(reduction.body(), withIndices(reduction.binders(), names));
    }

    /** The names inside are local; a carried name may be read before its next value is given, and the index anywhere. */
    private void scan(Expr.Scan scan, LocalNames names) {
        check(scan.over(), names);
        LocalNames inside = names.copy();
        for (Carry carry : scan.carries()) {
            carry.type().ifPresent(type -> new TypeNameChecker(this).check(type, names));
            check(carry.start(), names);
            inside.bindValue(new Binding(carry.name()));
        }
        inside.bindValue(new Binding(scan.index()));
        new BodyNameChecker(this).check(scan.body(), inside);
    }
}
