package org.dlm.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** The method {@code part} of a team's work: from a number to the method that does the part. Large ones go in two steps. */
record PartSwitch(List<String> parts) {
    private static final int CASES = 200;

    List<MethodSpec> methods() {
        MethodSpec.Builder part = MethodSpec.methodBuilder("part")
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "kernel")
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to");
        if (parts.size() <= CASES) {
            return List.of(cases(part, 0, parts.size()).build());
        }
        List<MethodSpec> methods = new ArrayList<>();
        int pages = Math.ceilDiv(parts.size(), CASES);
        part.beginControlFlow("switch (kernel / $L)", CASES);
        for (int page = 0; page < pages; page++) {
            part.addStatement("case $L -> part$L(kernel, from, to)", page, page);
        }
        part.addStatement("default -> throw new $T($S + kernel)", IllegalArgumentException.class, "no kernel ");
        methods.add(part.endControlFlow().build());
        for (int page = 0; page < pages; page++) {
            MethodSpec.Builder method = MethodSpec.methodBuilder("part" + page)
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(TypeName.INT, "kernel")
                    .addParameter(TypeName.INT, "from")
                    .addParameter(TypeName.INT, "to");
            methods.add(cases(method, page * CASES, Math.min((page + 1) * CASES, parts.size()))
                    .build());
        }
        return methods;
    }

    private MethodSpec.Builder cases(MethodSpec.Builder method, int begin, int end) {
        method.beginControlFlow("switch (kernel)");
        IntStream.range(begin, end).forEach(k -> method.addStatement("case $L -> $L(from, to)", k, parts.get(k)));
        return method.addStatement("default -> throw new $T($S + kernel)", IllegalArgumentException.class, "no kernel ")
                .endControlFlow();
    }
}
