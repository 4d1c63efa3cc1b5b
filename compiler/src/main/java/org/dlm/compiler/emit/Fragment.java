package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;

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

    static Fragment primary(String format, Object... arguments) {
        return new Fragment(CodeBlock.of(format, arguments), Binding.PRIMARY);
    }

    static Fragment of(Binding binding, String format, Object... arguments) {
        return new Fragment(CodeBlock.of(format, arguments), binding);
    }

    /** The code as a part of an operator that binds this strongly. */
    CodeBlock in(Binding outer) {
        return binding.compareTo(outer) < 0 ? CodeBlock.of("($L)", code) : code;
    }
}
