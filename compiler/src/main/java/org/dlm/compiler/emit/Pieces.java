package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;

/**
 * Cuts long lists of statements into methods of a fair size: Java takes no method of more than 64 KB, and HotSpot compiles none
 * of more than 8000 bytes.
 *
 * @param names of the class that takes the methods
 * @param methods takes them
 */
record Pieces(Names names, Consumer<MethodSpec> methods) {
    /** Statements of a generated method; so many calls stay far below the size at which the JIT gives up. */
    private static final int STATEMENTS = 100;

    /** Characters of a generated method: a statement of short names takes about two bytes of code for each. */
    private static final int CHARACTERS = 3_000;

    /** Whether the statements are one method. */
    static boolean isOne(List<CodeBlock> statements) {
        return end(statements, 0) == statements.size();
    }

    /** The statements one after the other, or calls of methods that take these parameters. */
    CodeBlock code(String name, List<CodeBlock> statements, List<ParameterSpec> parameters) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (isOne(statements)) {
            statements.forEach(code::addStatement);
            return code.build();
        }
        return code(name, calls(name, statements, parameters), parameters);
    }

    /** Adds methods of the statements; their calls. */
    List<CodeBlock> calls(String name, List<CodeBlock> statements, List<ParameterSpec> parameters) {
        CodeBlock arguments = parameters.stream()
                .map(parameter -> CodeBlock.of("$N", parameter))
                .collect(CodeBlock.joining(", "));
        List<CodeBlock> calls = new ArrayList<>();
        for (List<CodeBlock> piece : cut(statements)) {
            String method = names.fresh(name);
            calls.add(CodeBlock.of("$L($L)", method, arguments));
            MethodSpec.Builder body = MethodSpec.methodBuilder(method)
                    .addModifiers(Modifier.PRIVATE)
                    .addParameters(parameters);
            piece.forEach(body::addStatement);
            methods.accept(body.build());
        }
        return calls;
    }

    /** The statements in pieces of one method each. */
    static List<List<CodeBlock>> cut(List<CodeBlock> statements) {
        List<List<CodeBlock>> pieces = new ArrayList<>();
        for (int begin = 0; begin < statements.size(); ) {
            int end = end(statements, begin);
            pieces.add(statements.subList(begin, end));
            begin = end;
        }
        return pieces;
    }

    private static int end(List<CodeBlock> statements, int begin) {
        int characters = 0;
        for (int at = begin; at < statements.size(); at++) {
            characters += statements.get(at).toString().length();
            if (at > begin && (at - begin == STATEMENTS || characters > CHARACTERS)) {
                return at;
            }
        }
        return statements.size();
    }
}
