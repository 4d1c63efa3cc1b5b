package org.dlm.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;

/** The method {@code part} of a team's work: from a number to the method that does the part. Large ones go in two steps. */
final class PartSwitch {
    private static final int CASES = 200;

    private record Part(String method, int section, boolean ofMember) {}

    private final List<Part> parts = new ArrayList<>();

    /** The number of a part that stands in a section. */
    int add(String method, int section) {
        return add(new Part(method, section, false));
    }

    /** The same of a method that is told which thread runs it. */
    int addOfMember(String method, int section) {
        return add(new Part(method, section, true));
    }

    private int add(Part part) {
        parts.add(part);
        return parts.size() - 1;
    }

    /** The method itself; what it needs goes where the last part stands that is called. */
    MethodSpec method(Names names, Sections sections) {
        MethodSpec.Builder part = builder("part").addModifiers(Modifier.PRIVATE);
        if (parts.size() <= CASES) {
            return cases(part, 0, parts.size());
        }
        int pages = Math.ceilDiv(parts.size(), CASES);
        part.beginControlFlow("switch (kernel / $L)", CASES);
        for (int page = 0; page < pages; page++) {
            int end = Math.min((page + 1) * CASES, parts.size());
            String name = names.fresh("part");
            sections.add(
                    parts.get(end - 1).section, cases(builder(name).addModifiers(Modifier.PRIVATE), page * CASES, end));
            part.addStatement("case $L -> $L(kernel, member, from, to)", page, name);
        }
        part.addStatement("default -> throw new $T($S + kernel)", IllegalArgumentException.class, "no kernel ");
        return part.endControlFlow().build();
    }

    private static MethodSpec.Builder builder(String name) {
        return MethodSpec.methodBuilder(name)
                .addParameter(TypeName.INT, "kernel")
                .addParameter(TypeName.INT, "member")
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to");
    }

    private MethodSpec cases(MethodSpec.Builder method, int begin, int end) {
        method.beginControlFlow("switch (kernel)");
        IntStream.range(begin, end)
                .forEach(k -> method.addStatement(
                        "case $L -> $L($L)",
                        k,
                        parts.get(k).method,
                        parts.get(k).ofMember ? "member, from, to" : "from, to"));
        return method.addStatement("default -> throw new $T($S + kernel)", IllegalArgumentException.class, "no kernel ")
                .endControlFlow()
                .build();
    }
}
