package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints a method's body that returns one of several values:
 *
 * <pre>{@code
 * return switch (number) {
 *     case 0 -> rate;
 *     default -> throw new IndexOutOfBoundsException("there is no setting " + number);
 * };
 * }</pre>
 */
final class Choice {
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

    /** The statements; Java has no switch without a value, so one without cases only throws. */
    CodeBlock code() {
        CodeBlock.Builder code = CodeBlock.builder();
        if (cases.isEmpty()) {
            return code.addStatement("throw $L", otherwise).build();
        }
        code.add("return switch ($L) {\n$>", selector);
        cases.forEach((label, value) -> code.addStatement("case $L -> $L", label, value));
        return code.addStatement("default -> throw $L", otherwise).add("$<};\n").build();
    }
}
