package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.graph.Primitive;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;

/** Prints the statements of one kernel. */
final class StatementEmitter {
    private final KernelNames names;
    private final Target target;
    private final Parts parts;
    private final ScalarEmitter scalars;
    private final VectorEmitter vectors;

    /** Takes the statements that become methods of their own. */
    interface Parts {
        /** The call of the part's method. */
        CodeBlock call(Statement.Part part);

        /** The call of the part's method, which gives its result. */
        CodeBlock call(Statement.DeclareByPart part);
    }

    /** The result of a part. */
    CodeBlock result(Expression result) {
        return scalars.code(result);
    }

    StatementEmitter(KernelNames names, Target target, Parts parts) {
        this.parts = parts;
        this.names = names;
        this.target = target;
        this.scalars = new ScalarEmitter(names, target);
        this.vectors = new VectorEmitter(scalars, names, target);
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
                        type(declare.value().type()),
                        names.variable(declare.variable()),
                        scalars.code(declare.value()));
            case Statement.Assign assign -> emitAssign(assign, code);
            case Statement.Store store ->
                code.addStatement(
                        "$L[$L] =$W$L",
                        names.array(store.operand()),
                        scalars.address(store.operand(), store.at()),
                        stored(store.value()));
            case Statement.Add add ->
                code.addStatement(
                        "$L[$L] +=$W$L",
                        names.array(add.operand()),
                        scalars.address(add.operand(), add.at()),
                        scalars.code(add.value()));
            case Statement.If choice -> {
                code.beginControlFlow("if ($L)", scalars.code(choice.condition()));
                choice.then().forEach(inner -> emit(inner, code));
                code.endControlFlow();
            }
            case Statement.DeclareVector declare ->
                code.addStatement(
                        "$T $L = $L",
                        vectors.type(declare.value().type()),
                        names.variable(declare.variable()),
                        vectors.code(declare.value()));
            case Statement.AssignVector assign ->
                code.addStatement("$L = $L", names.variable(assign.variable()), vectors.code(assign.value()));
            case Statement.StoreVector store ->
                code.addStatement(
                        "$L",
                        vectors.store(
                                store.operand(),
                                scalars.address(store.operand(), store.at()),
                                store.value(),
                                store.mask()));
            case Statement.Part part -> code.addStatement("$L", parts.call(part));
            case Statement.DeclareByPart part ->
                code.addStatement(
                        "$T $L = $L", type(part.result().type()), names.variable(part.variable()), parts.call(part));
            case Statement.Note note -> code.add("// $L\n", UserText.line(note.text()));
        }
    }

    private void emitLoop(Statement.Loop loop, CodeBlock.Builder code) {
        String index = names.variable(loop.variable());
        CodeBlock step = loop.step() == 1 ? CodeBlock.of("$L++", index) : CodeBlock.of("$L += $L", index, loop.step());
        code.beginControlFlow(
                "for (int $L = $L;$W$L < $L;$W$L)",
                index,
                scalars.code(loop.from()),
                index,
                scalars.code(loop.to()),
                step);
        loop.body().forEach(inner -> emit(inner, code));
        code.endControlFlow();
    }

    private void emitAssign(Statement.Assign assign, CodeBlock.Builder code) {
        String name = names.variable(assign.variable());
        if (assign.value() instanceof Expression.Apply sum
                && sum.primitive() == Primitive.ADD
                && isLocal(sum.argument(0), assign.variable())) {
            code.addStatement("$L += $L", name, scalars.code(sum.argument(1)));
        } else {
            code.addStatement("$L = $L", name, scalars.code(assign.value()));
        }
    }

    private static boolean isLocal(Expression expression, Variable variable) {
        return expression instanceof Expression.Local local && local.variable().equals(variable);
    }

    private CodeBlock stored(Expression value) {
        return value.type() == ElementType.BOOL
                ? Fragment.wrapped("$L$W? 1$W: 0", scalars.print(value).in(Fragment.Binding.OR))
                : scalars.code(value);
    }

    private Class<?> type(ElementType type) {
        return type(type, target);
    }

    /** The Java type of a scalar local. */
    static Class<?> type(ElementType type, Target target) {
        return switch (type) {
            case FLOAT -> target.precision() == Precision.F32 ? float.class : double.class;
            case NUMBER -> double.class;
            case INT -> int.class;
            case BOOL -> boolean.class;
        };
    }
}
