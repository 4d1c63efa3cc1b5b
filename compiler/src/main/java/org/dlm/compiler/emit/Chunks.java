package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Cuts long lists of statements that fill one object into static methods of a fair size: deep networks have many tensors. */
final class Chunks {
    private static final int STATEMENTS = 50;

    private Chunks() {}

    /** Adds calls of {@code name1(object)}, {@code name2(object)} … to the code and these methods to the type. */
    static void add(
            TypeSpec.Builder type,
            MethodSpec.Builder caller,
            String name,
            ParameterSpec object,
            List<CodeBlock> statements) {
        for (int begin = 0, n = 1; begin < statements.size(); begin += STATEMENTS, n++) {
            MethodSpec.Builder chunk = MethodSpec.methodBuilder(name + n)
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .addParameter(object);
            statements
                    .subList(begin, Math.min(begin + STATEMENTS, statements.size()))
                    .forEach(chunk::addStatement);
            type.addMethod(chunk.build());
            caller.addStatement("$L($N)", name + n, object);
        }
    }
}
