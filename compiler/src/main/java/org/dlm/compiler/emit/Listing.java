package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.Modifier;

/** Prints lists of any length: {@code List.of(a, b, c)}, and where that would be too long, a call of a method that makes it. */
record Listing(Names names, Consumer<MethodSpec> methods) {
    /** An element takes up to 60 bytes of code. */
    private static final int ELEMENTS = 50;

    CodeBlock of(String name, TypeName type, List<CodeBlock> elements) {
        if (elements.size() <= ELEMENTS) {
            return CodeBlock.of("$T.of($L)", List.class, Fragment.list(elements));
        }
        TypeName list = ParameterizedTypeName.get(ClassName.get(List.class), type);
        ParameterSpec all = ParameterSpec.builder(list, "list").build();
        List<CodeBlock> calls = new ArrayList<>();
        for (int begin = 0; begin < elements.size(); begin += ELEMENTS) {
            List<CodeBlock> some = elements.subList(begin, Math.min(begin + ELEMENTS, elements.size()));
            calls.add(part(name, all, some));
        }
        String whole = names.fresh(name);
        MethodSpec.Builder method = MethodSpec.methodBuilder(whole)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(list)
                .addStatement("$T list = new $T<>()", list, ArrayList.class);
        calls.forEach(method::addStatement);
        methods.accept(method.addStatement("return list").build());
        return CodeBlock.of("$L()", whole);
    }

    /** Adds a method that adds some elements; its call. */
    private CodeBlock part(String name, ParameterSpec all, List<CodeBlock> elements) {
        String part = names.fresh(name);
        MethodSpec.Builder method = MethodSpec.methodBuilder(part)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(all);
        elements.forEach(element -> method.addStatement("list.add($L)", element));
        methods.accept(method.build());
        return CodeBlock.of("$L(list)", part);
    }
}
