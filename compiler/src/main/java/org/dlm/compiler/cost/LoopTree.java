package org.dlm.compiler.cost;

import java.util.ArrayList;
import java.util.List;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;

/** Makes of a kernel the loops that its cost is computed from. */
final class LoopTree {
    /** Of the kernel itself, which goes round once. */
    private static final Variable NONE = new Variable(Integer.MIN_VALUE, "kernel");

    private final Machine machine;
    private final Target target;
    private final Scope scope;

    private LoopTree(Machine machine, Target target, Scope scope) {
        this.machine = machine;
        this.target = target;
        this.scope = scope;
    }

    /** The whole kernel as a loop of one round. */
    static LoopNode of(Kernel kernel, Execution run) {
        return new LoopTree(run.machine(), run.target(), new Scope(kernel, run.batch()))
                .node(NONE, 1, 1, kernel.body());
    }

    private LoopNode node(Variable variable, int step, double rounds, List<Statement> body) {
        Instructions own = new Instructions(machine, target, scope);
        List<LoopNode> inner = new ArrayList<>();
        visit(body, own, inner);
        Chain chain = Chain.of(body, variable, machine.latencies());
        own.add(Limit.LATENCY, chain.cycles());
        return new LoopNode(variable, step, rounds, own.cycles(), chain.locals(), own.accesses(), inner);
    }

    private LoopNode loop(Statement.Loop loop) {
        double from = scope.value(scope.known(loop.from()));
        double to = scope.value(scope.known(loop.to()));
        double rounds = Math.max(0, Math.ceil((to - from) / loop.step()));
        scope.enter(loop.variable(), from, loop.step(), rounds);
        return node(loop.variable(), loop.step(), rounds, loop.body());
    }

    private void visit(List<Statement> statements, Instructions own, List<LoopNode> inner) {
        statements.forEach(statement -> visit(statement, own, inner));
    }

    /** What a condition guards counts as done. */
    private void visit(Statement statement, Instructions own, List<LoopNode> inner) {
        switch (statement) {
            case Statement.Loop loop -> {
                own.count(loop.from());
                own.count(loop.to());
                inner.add(loop(loop));
            }
            case Statement.If choice -> {
                own.count(choice.condition());
                visit(choice.then(), own, inner);
            }
            case Statement.Part part -> visit(part.body(), own, inner);
            case Statement.DeclareByPart part -> {
                visit(part.body(), own, inner);
                own.count(part.result());
            }
            case Statement.Declare declare -> {
                own.declare(declare.variable(), declare.value());
                scope.declare(declare.variable(), declare.value());
            }
            case Statement.Assign assign -> own.count(assign.value());
            case Statement.Store store -> own.store(store);
            case Statement.Add add -> own.increase(add);
        }
    }
}
