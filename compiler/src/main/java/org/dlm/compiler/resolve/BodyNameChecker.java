package org.dlm.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dlm.compiler.ast.Expr;
import org.dlm.compiler.ast.Name;
import org.dlm.compiler.ast.Statement;
import org.dlm.compiler.ast.Target;
import org.dlm.compiler.ast.ValueSpace;

/** Looks up the names of a body, statement by statement, and notes what it binds. */
final class BodyNameChecker {
    /** A name within the text of a {@code check}: {@code kernel {k} does not fit}. */
    private static final Pattern INSERTED = Pattern.compile("\\{([A-Za-z_][A-Za-z_0-9]*)}");

    private final ExpressionNameChecker expressions;
    private final TypeNameChecker types;
    private final DeclaredNames declared;

    BodyNameChecker(ExpressionNameChecker expressions) {
        this(expressions, new DeclaredNames(expressions.errors()));
    }

    private BodyNameChecker(ExpressionNameChecker expressions, DeclaredNames declared) {
        this.expressions = expressions;
        this.types = new TypeNameChecker(expressions);
        this.declared = declared;
    }

    /** Afterwards {@code names} holds what is known at the end of the body. */
    void check(List<Statement> body, LocalNames names) {
        body.forEach(statement -> check(statement, names));
    }

    private void check(Statement statement, LocalNames names) {
        switch (statement) {
            case Statement.Bind bind -> bind(bind, names);
            case Statement.ConstStatement constant -> constant(constant, names);
            case Statement.Param param -> {
                types.check(param.type(), names);
                expressions.check(param.start(), names);
                expressions.check(param.when(), names);
                declare(param.name(), names);
            }
            case Statement.Buffer buffer -> {
                types.check(buffer.type(), names);
                expressions.check(buffer.start(), names);
                declare(buffer.name(), names);
            }
            case Statement.State state -> {
                types.check(state.type(), names);
                expressions.check(state.start(), names);
                declare(state.name(), names);
            }
            case Statement.Share share -> {
                expressions.check(share.stage(), names);
                declared.inside(share.name());
                names.bindCallable(new Binding(share.name()));
            }
            case Statement.ForRange loop -> {
                expressions.check(loop.from(), names);
                expressions.check(loop.to(), names);
                loop(loop.name(), loop.body(), names);
            }
            case Statement.ForEach loop -> {
                expressions.check(loop.list(), names);
                loop(loop.name(), loop.body(), names);
            }
            case Statement.If conditional -> conditional(conditional, names);
            case Statement.Check check -> {
                expressions.check(check.condition(), names);
                insertedNames(check.message(), names);
            }
            case Statement.Return result -> result.values().forEach(value -> expressions.check(value, names));
            case Statement.Yield result -> result.values().forEach(value -> expressions.check(value, names));
            case Statement.Port port -> port(port, names);
            case Statement.Exposed exposed -> exposed(exposed, names);
            case Statement.Hyper hyper -> {
                hyper(hyper, names);
                declared.outside(hyper.name());
            }
            case Statement.Stream stream -> expressions.check(reference(stream.name()), names);
        }
    }

    /** Binds the name of a run-time number after its parts were looked up. */
    void hyper(Statement.Hyper hyper, LocalNames names) {
        hyper.type().ifPresent(type -> types.check(type, names));
        expressions.check(hyper.start(), names);
        hyper.space().ifPresent(space -> space(space, names));
        names.bindValue(new Binding(hyper.name()));
    }

    void space(ValueSpace space, LocalNames names) {
        switch (space) {
            case ValueSpace.Range range -> {
                expressions.check(range.low(), names);
                expressions.check(range.high(), names);
            }
            case ValueSpace.Choices choices -> expressions.items(choices.items(), names);
        }
    }

    private void bind(Statement.Bind bind, LocalNames names) {
        LocalNames inside = names;
        for (Target target : bind.targets()) {
            inside = expressions.withIndices(target.binders(), inside);
        }
        expressions.check(bind.value(), inside);
        if (bind.keeps()) {
            bind.targets().forEach(target -> expressions.check(reference(target.name()), names));
            return;
        }
        List<Binding> bindings = bind.targets().stream()
                .map(target -> new Binding(target.name()))
                .toList();
        expressions.use().watchResults(bindings);
        bindings.forEach(names::bindValue);
    }

    private void constant(Statement.ConstStatement statement, LocalNames names) {
        statement.declaration().type().ifPresent(type -> types.check(type, names));
        expressions.check(statement.declaration().value(), names);
        for (Name name : statement.declaration().names()) {
            Binding binding = new Binding(name);
            expressions.use().watchLocal(binding);
            names.bindValue(binding);
        }
    }

    private void declare(Name name, LocalNames names) {
        declared.inside(name);
        names.bindValue(new Binding(name));
    }

    /**
     * What a round binds may reach the next one. Instead of walking the body until nothing changes, all of its bindings are
     * taken as possible at its begin: a name counts as read a little too often, never too seldom.
     */
    private void loop(Name index, List<Statement> body, LocalNames names) {
        boundIn(body).forEach(names::mayBind);
        LocalNames inside = names.copy();
        inside.bindCallable(new Binding(index));
        new BodyNameChecker(expressions, declared.branch()).check(body, inside);
        names.joinKnown(inside);
    }

    private static List<Binding> boundIn(List<Statement> body) {
        List<Binding> bindings = new ArrayList<>();
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Bind bind
                when !bind.keeps() -> bind.targets().forEach(target -> bindings.add(new Binding(target.name())));
                case Statement.If conditional -> {
                    bindings.addAll(boundIn(conditional.then()));
                    bindings.addAll(boundIn(conditional.otherwise()));
                }
                case Statement.ForRange loop -> bindings.addAll(boundIn(loop.body()));
                case Statement.ForEach loop -> bindings.addAll(boundIn(loop.body()));
                default -> {} // binds nothing that a round hands to the next
            }
        }
        return bindings;
    }

    /** What a branch binds stays bound. */
    private void conditional(Statement.If conditional, LocalNames names) {
        expressions.check(conditional.condition(), names);
        LocalNames otherwise = names.copy();
        new BodyNameChecker(expressions, declared.branch()).check(conditional.then(), names);
        new BodyNameChecker(expressions, declared.branch()).check(conditional.otherwise(), otherwise);
        names.join(otherwise);
    }

    private void insertedNames(Expr.StringLiteral message, LocalNames names) {
        Matcher matcher = INSERTED.matcher(message.value());
        while (matcher.find()) {
            expressions.check(new Expr.NameRef(message.span(), matcher.group(1)), names);
        }
    }

    private void port(Statement.Port port, LocalNames names) {
        types.bindLengths(port.type(), names);
        types.check(port.type(), names);
        declared.outside(port.name());
        Binding binding = new Binding(port.name());
        names.bindValue(binding);
        expressions.use().watchInput(binding, port.target() ? "target" : "input", Set.of());
    }

    private void exposed(Statement.Exposed exposed, LocalNames names) {
        declared.outside(exposed.target().name());
        LocalNames inside = expressions.withIndices(exposed.target().binders(), names);
        exposed.value()
                .ifPresentOrElse(
                        value -> expressions.check(value, inside),
                        () -> expressions.check(reference(exposed.target().name()), names));
        names.bindValue(new Binding(exposed.target().name()));
    }

    private static Expr reference(Name name) {
        return new Expr.NameRef(name.span(), name.text());
    }

    /** What may be declared once only on each road through a body. */
    private static final class DeclaredNames {
        private final NameErrors errors;
        private final Map<String, Name> inside;
        private final Map<String, Name> outside;

        DeclaredNames(NameErrors errors) {
            this(errors, new HashMap<>(), new HashMap<>());
        }

        private DeclaredNames(NameErrors errors, Map<String, Name> inside, Map<String, Name> outside) {
            this.errors = errors;
            this.inside = inside;
            this.outside = outside;
        }

        /** The other branch may declare the same names. */
        DeclaredNames branch() {
            return new DeclaredNames(errors, new HashMap<>(inside), new HashMap<>(outside));
        }

        /** Parameters, buffers, state, shared instances: one part of a path each. */
        void inside(Name name) {
            add(inside, name);
        }

        /** Inputs, targets, outputs, losses, metrics, hypers: one method of the generated class each. */
        void outside(Name name) {
            add(outside, name);
        }

        private void add(Map<String, Name> names, Name name) {
            Name earlier = names.putIfAbsent(name.text(), name);
            if (earlier != null) {
                errors.duplicate(name.span(), name.text(), earlier.span());
            }
        }
    }
}
