package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;

/** Prints the statements of one kernel. */
final class StatementEmitter {
    private final KernelNames names;
    private final Parts parts;
    private final ExpressionEmitter values;

    /** Takes the statements that become methods of their own. */
    interface Parts {
        /** The call of the part's method. */
        CodeBlock call(Statement.Part part);

        /** The call of the part's method, which gives its result. */
        CodeBlock call(Statement.DeclareByPart part);
    }

    /** The result of a part. */
    CodeBlock result(Expression result) {
        return values.code(result);
    }

    StatementEmitter(KernelNames names, Target target, Parts parts) {
        this.parts = parts;
        this.names = names;
        this.values = new ExpressionEmitter(names, target);
    }

    CodeBlock emit(List<Statement> statements) {
        CodeBlock.Builder code = CodeBlock.builder();
        statements.forEach(statement -> emit(statement, code));
        return code.build();
    }

    private void emit(Statement statement, CodeBlock.Builder code) {
        switch (statement) {
            case Statement.Loop loop -> emitLoop(loop, code);
            case Statement.Declare declare ->
                code.addStatement(
                        "$T $L = $L",
                        values.type(declare.value()),
                        names.variable(declare.variable()),
                        values.code(declare.value()));
            case Statement.Assign assign -> emitAssign(assign, code);
            case Statement.Store store -> code.addStatement("$L", values.store(store));
            case Statement.Add add ->
                code.addStatement(
                        "$L[$L] +=$W$L",
                        names.array(add.operand()),
                        values.places().address(add.operand(), add.at()),
                        values.code(add.value()));
            case Statement.If choice -> {
                code.beginControlFlow("if ($L)", values.code(choice.condition()));
                choice.then().forEach(inner -> emit(inner, code));
                code.endControlFlow();
            }
            case Statement.Part part -> code.addStatement("$L", parts.call(part));
            case Statement.DeclareByPart part ->
                code.addStatement(
                        "$T $L = $L", values.type(part.result()), names.variable(part.variable()), parts.call(part));
        }
    }

    private void emitLoop(Statement.Loop loop, CodeBlock.Builder code) {
        String index = names.variable(loop.variable());
        CodeBlock step = loop.step() == 1 ? CodeBlock.of("$L++", index) : CodeBlock.of("$L += $L", index, loop.step());
        code.beginControlFlow(
                "for (int $L = $L;$W$L < $L;$W$L)",
                index,
                values.places().code(loop.from()),
                index,
                values.places().code(loop.to()),
                step);
        loop.body().forEach(inner -> emit(inner, code));
        code.endControlFlow();
    }

    private void emitAssign(Statement.Assign assign, CodeBlock.Builder code) {
        String name = names.variable(assign.variable());
        if (assign.value() instanceof Expression.Apply sum
                && sum.primitive() == Primitive.ADD
                && !sum.isVector()
                && isLocal(sum.argument(0), assign.variable())) {
            code.addStatement("$L += $L", name, values.code(sum.argument(1)));
        } else {
            code.addStatement("$L = $L", name, values.code(assign.value()));
        }
    }

    private static boolean isLocal(Expression expression, Variable variable) {
        return expression instanceof Expression.Local local && local.variable().equals(variable);
    }
}
