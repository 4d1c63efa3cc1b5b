package org.dlm.compiler.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dlm.compiler.graph.ElementType;

/** What statements use from around them: operands and numbers of the kernel, and variables that they do not declare. */
public final class Uses {
    private final Set<Integer> operands = new TreeSet<>();
    private final Set<Integer> numbers = new TreeSet<>();
    private final Map<Integer, Expression.Local> variables = new TreeMap<>();
    private final Set<Variable> declared = new HashSet<>();
    private final Set<Variable> changed = new HashSet<>();
    private final Set<Variable> vectors = new HashSet<>();

    private Uses() {}

    public static Uses of(List<Statement> statements) {
        Uses uses = new Uses();
        statements.forEach(uses::visit);
        uses.declared.forEach(variable -> uses.variables.remove(variable.number()));
        return uses;
    }

    /** Of statements and an expression after them. */
    public static Uses of(List<Statement> statements, Expression result) {
        Variable none = new Variable(Integer.MAX_VALUE, "none");
        return of(List.of(new Statement.DeclareByPart(none, result, "", statements)));
    }

    /** Their numbers, in order. */
    public List<Integer> operands() {
        return List.copyOf(operands);
    }

    /** Their numbers, in order. */
    public List<Integer> numbers() {
        return List.copyOf(numbers);
    }

    /** With their types, in order. */
    public List<Expression.Local> variables() {
        return List.copyOf(variables.values());
    }

    /** Whether they may be a method: they change no variable of others, and vectors do not cross the border of a method. */
    public boolean areApart() {
        return declared.containsAll(changed) && declared.containsAll(vectors);
    }

    private void visit(Statement statement) {
        switch (statement) {
            case Statement.Loop loop -> declared.add(loop.variable());
            case Statement.Declare declare -> declared.add(declare.variable());
            case Statement.DeclareByPart part -> declared.add(part.variable());
            case Statement.Assign assign -> {
                use(new Expression.Local(assign.value().type(), assign.value().width(), assign.variable()));
                changed.add(assign.variable());
            }
            case Statement.Store store -> operands.add(store.operand());
            case Statement.Add add -> operands.add(add.operand());
            case Statement.If _, Statement.Part _ -> {}
        }
        statement.places().forEach(this::visit);
        statement.expressions().forEach(this::visit);
        statement.inner().forEach(this::visit);
    }

    private void visit(Expression expression) {
        switch (expression) {
            case Expression.Local local -> use(local);
            case Expression.Argument argument -> numbers.add(argument.number());
            case Expression.Load load -> operands.add(load.operand());
            case Expression.Constant _, Expression.Index _, Expression.Within _ -> {}
            case Expression.Apply _, Expression.Fma _, Expression.ReduceLanes _, Expression.Lane _ -> {}
            case Expression.Vector _ -> {}
        }
        expression.places().forEach(this::visit);
        expression.children().forEach(this::visit);
    }

    private void visit(Place place) {
        for (Place.Term term : place.terms()) {
            switch (term.factor()) {
                case Place.Factor.Of of -> use(new Expression.Local(ElementType.INT, of.variable()));
                case Place.Factor.Quotient quotient -> visit(quotient.of());
                case Place.Factor.Remainder remainder -> visit(remainder.of());
                case Place.Factor.Data data -> {
                    visit(data.value());
                    visit(data.size());
                }
            }
        }
    }

    /** Vectors do not cross the border of a part: they would have to be allocated. */
    private void use(Expression.Local local) {
        switch (local.width()) {
            case ONE -> variables.put(local.variable().number(), local);
            case VECTOR -> vectors.add(local.variable());
        }
    }
}
