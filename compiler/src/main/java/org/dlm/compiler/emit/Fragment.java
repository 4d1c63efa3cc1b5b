package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** A printed expression and how strongly its outermost operator binds, so that only needed parentheses are printed. */
record Fragment(CodeBlock code, Binding binding) {
    /** Java's operators, weakest first. */
    enum Binding {
        CHOICE,
        OR,
        AND,
        EQUALITY,
        COMPARISON,
        SUM,
        PRODUCT,
        SIGN,
        PRIMARY;

        /** One step stronger. */
        Binding next() {
            return values()[Math.min(ordinal() + 1, PRIMARY.ordinal())];
        }
    }

    /** What has fewer characters stays on one line; types count with their packages. */
    private static final int SHORT = 80;

    static Fragment primary(String format, Object... arguments) {
        return new Fragment(wrapped(format, arguments), Binding.PRIMARY);
    }

    static Fragment of(Binding binding, String format, Object... arguments) {
        return new Fragment(wrapped(format, arguments), binding);
    }

    /**
     * Code that may be broken where the format says so, if it is long: a line ends at its outermost operators and commas, and not
     * in the middle of an address.
     */
    static CodeBlock wrapped(String format, Object... arguments) {
        CodeBlock whole = CodeBlock.of(whole(format), arguments);
        return whole.toString().length() <= SHORT ? whole : CodeBlock.of(format, arguments);
    }

    /** Arguments one after the other, broken between them if they are long. */
    static CodeBlock list(List<CodeBlock> arguments) {
        CodeBlock whole = CodeBlock.join(arguments, ", ");
        return whole.toString().length() <= SHORT ? whole : CodeBlock.join(arguments, ",$W");
    }

    private static String whole(String format) {
        return format.replace("$W", " ").replace("$Z", "");
    }

    /** The code as a part of an operator that binds this strongly. */
    CodeBlock in(Binding outer) {
        return binding.compareTo(outer) < 0 ? CodeBlock.of("($L)", code) : code;
    }
}
