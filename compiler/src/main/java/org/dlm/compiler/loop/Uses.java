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
            case Statement.Loop loop -> {
                visit(loop.from());
                visit(loop.to());
                declared.add(loop.variable());
                loop.body().forEach(this::visit);
            }
            case Statement.Declare declare -> {
                visit(declare.value());
                declared.add(declare.variable());
            }
            case Statement.Assign assign -> {
                visit(assign.value());
                use(assign.variable(), assign.value().type());
                changed.add(assign.variable());
            }
            case Statement.Store store -> {
                operands.add(store.operand());
                visit(store.at());
                visit(store.value());
            }
            case Statement.Add add -> {
                operands.add(add.operand());
                visit(add.at());
                visit(add.value());
            }
            case Statement.If choice -> {
                visit(choice.condition());
                choice.then().forEach(this::visit);
            }
            case Statement.DeclareVector declare -> {
                visit(declare.value());
                declared.add(declare.variable());
            }
            case Statement.AssignVector assign -> {
                visit(assign.value());
                changed.add(assign.variable());
            }
            case Statement.StoreVector store -> {
                operands.add(store.operand());
                visit(store.at());
                visit(store.value());
                store.mask().ifPresent(this::visit);
            }
            case Statement.Part part -> part.body().forEach(this::visit);
            case Statement.DeclareByPart part -> {
                part.body().forEach(this::visit);
                visit(part.result());
                declared.add(part.variable());
            }
            case Statement.Note note -> {}
        }
    }

    private void visit(Expression expression) {
        switch (expression) {
            case Expression.Local local -> use(local.variable(), local.type());
            case Expression.Argument argument -> numbers.add(argument.number());
            case Expression.Load load -> operands.add(load.operand());
            case Expression.ReduceLanes lanes -> visit(lanes.vector());
            case Expression.Lane lane -> visit(lane.vector());
            case Expression.Apply apply -> {}
            case Expression.Fma fma -> {}
            case Expression.Constant constant -> {}
            case Expression.Index index -> {}
            case Expression.Within within -> {}
        }
        expression.places().forEach(this::visit);
        expression.children().forEach(this::visit);
    }

    private void visit(Place place) {
        for (Place.Term term : place.terms()) {
            switch (term.factor()) {
                case Place.Factor.Of of -> use(of.variable(), ElementType.INT);
                case Place.Factor.Quotient quotient -> visit(quotient.of());
                case Place.Factor.Remainder remainder -> visit(remainder.of());
                case Place.Factor.Data data -> {
                    visit(data.value());
                    visit(data.size());
                }
            }
        }
    }

    private void visit(VectorValue value) {
        switch (value) {
            case VectorValue.Broadcast broadcast -> visit(broadcast.scalar());
            case VectorValue.Load load -> {
                operands.add(load.operand());
                visit(load.at());
                load.mask().ifPresent(this::visit);
            }
            case VectorValue.Lanes lanes -> visit(lanes.first());
            case VectorValue.InRange range -> {
                visit(range.first());
                visit(range.size());
            }
            case VectorValue.Apply apply -> apply.arguments().forEach(this::visit);
            case VectorValue.Fma fma -> List.of(fma.a(), fma.b(), fma.c()).forEach(this::visit);
            case VectorValue.Choose choose -> {
                visit(choose.condition());
                visit(choose.then());
                visit(choose.otherwise());
            }
            case VectorValue.Exchange exchange -> visit(exchange.vector());
            case VectorValue.LaneBit bit -> {}
            case VectorValue.Bits bits -> visit(bits.value());
            case VectorValue.EverySecond every ->
                List.of(every.first(), every.second()).forEach(this::visit);
            case VectorValue.ByTurns turns ->
                List.of(turns.first(), turns.second()).forEach(this::visit);
            // Vectors do not cross the border of a part: they would have to be allocated.
            case VectorValue.Local local -> vectors.add(local.variable());
        }
    }

    private void use(Variable variable, ElementType type) {
        variables.put(variable.number(), new Expression.Local(type, variable));
    }
}
