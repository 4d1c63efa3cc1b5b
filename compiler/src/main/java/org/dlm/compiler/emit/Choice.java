package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;

/**
 * Prints a method's body that returns one of several values:
 *
 * <pre>{@code
 * return switch (number) {
 *     case 0 -> rate;
 *     default -> throw new IndexOutOfBoundsException("there is no setting " + number);
 * };
 * }</pre>
 *
 * <p>Where the cases are too many for one method, the rest goes into a method that the default calls.
 */
final class Choice {
    /** A case takes up to 60 bytes of code. */
    private static final int CASES = 80;

    private final CodeBlock selector;
    private final CodeBlock otherwise;
    private final Map<CodeBlock, CodeBlock> cases = new LinkedHashMap<>();

    /**
     * A choice without cases.
     *
     * @param otherwise the exception, as an expression
     */
    Choice(CodeBlock selector, CodeBlock otherwise) {
        this.selector = selector;
        this.otherwise = otherwise;
    }

    void add(CodeBlock label, CodeBlock value) {
        cases.put(label, value);
    }

    /**
     * Adds the method; its body is the choice.
     *
     * @param method with name, result and parameters
     */
    void addTo(MethodSpec.Builder method, Names names, Consumer<MethodSpec> methods) {
        MethodSpec head = method.build();
        CodeBlock arguments = head.parameters().stream()
                .map(parameter -> CodeBlock.of("$N", parameter))
                .collect(CodeBlock.joining(", "));
        List<Map.Entry<CodeBlock, CodeBlock>> all = new ArrayList<>(cases.entrySet());
        MethodSpec.Builder current = method;
        for (int begin = 0; begin + CASES < all.size(); begin += CASES) {
            String rest = names.fresh(head.name() + "After");
            current.addCode(code(all.subList(begin, begin + CASES), CodeBlock.of("$L($L)", rest, arguments)));
            methods.accept(current.build());
            current = rest(rest, head.returnType(), head.parameters());
        }
        int done = all.isEmpty() ? 0 : (all.size() - 1) / CASES * CASES;
        methods.accept(current.addCode(code(all.subList(done, all.size()), CodeBlock.of("throw $L", otherwise)))
                .build());
    }

    private static MethodSpec.Builder rest(String name, TypeName result, List<ParameterSpec> parameters) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE)
                .returns(result)
                .addParameters(parameters);
    }

    /** The statements; Java has no switch without a value, so one without cases only throws. */
    private CodeBlock code(List<Map.Entry<CodeBlock, CodeBlock>> some, CodeBlock rest) {
        CodeBlock.Builder code = CodeBlock.builder();
        if (some.isEmpty()) {
            return code.addStatement(rest).build();
        }
        code.add("return switch ($L) {\n$>", selector);
        some.forEach(one -> code.addStatement("case $L -> $L", one.getKey(), one.getValue()));
        return code.addStatement("default -> $L", rest).add("$<};\n").build();
    }
}
