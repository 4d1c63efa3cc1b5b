package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.memory.Alignment;

/**
 * Prints how a session takes its inputs. They are checked and copied into arrays of its own, because kernels may read a little
 * past the end of an array, where a user's has nothing.
 */
final class SessionInputs {
    private final ModelPlan model;
    private final ProgramClass program;
    private final Map<ModelPlan.PortPlan, String> own = new LinkedHashMap<>();

    SessionInputs(ModelPlan model, ProgramClass program) {
        this.model = model;
        this.program = program;
    }

    /** The inputs that a program reads. */
    List<ModelPlan.PortPlan> of(ProgramPlan plan) {
        List<String> names = plan.sources(OpKind.Role.INPUT, OpKind.Role.TARGET).stream()
                .map(op -> ((OpKind.Source) op.kind()).name())
                .toList();
        return model.ports().stream()
                .filter(port -> names.contains(port.name()))
                .toList();
    }

    /** Adds the session's own columns. */
    void addFields(CodeBlock.Builder constructor) {
        program.columns().forEach((column, field) -> {
            ModelPlan.PortPlan port = model.ports().get(model.port(column.name()));
            String name = program.names().fresh(field + "Input");
            own.put(port, name);
            program.add(FieldSpec.builder(ArrayTypeName.of(element(port)), name, Modifier.PRIVATE, Modifier.FINAL)
                    .build());
            constructor.addStatement(
                    "$L = $T.$L($LL * maxBatch + $L)",
                    name,
                    RuntimeNames.ARENA,
                    Literals.isInt(port.type())
                            ? "ints"
                            : Literals.floats(model.target().precision()),
                    port.type().fixedElements(),
                    Alignment.SLACK);
        });
    }

    /** The name of a parameter: the port's, as it is written in the column's field. */
    String parameter(ModelPlan.PortPlan port) {
        return field(port);
    }

    TypeName parameterOfOne(ModelPlan.PortPlan port) {
        return port.type().rank() == 0 ? element(port) : ArrayTypeName.of(element(port));
    }

    TypeName parameterOfMany(ModelPlan.PortPlan port) {
        return ArrayTypeName.of(element(port));
    }

    CodeBlock takeOne(ModelPlan.PortPlan port) {
        CodeBlock.Builder code = CodeBlock.builder();
        long elements = port.type().fixedElements();
        if (port.type().rank() == 0) {
            code.addStatement("$L[0] = $L", own.get(port), parameter(port));
        } else {
            code.addStatement(
                    "$T.arraycopy($T.values($S, $L, $L), 0, $L, 0, $L)",
                    System.class,
                    RuntimeNames.CHECKS,
                    port.name(),
                    parameter(port),
                    elements,
                    own.get(port),
                    elements);
        }
        return code.add(taken(port, CodeBlock.of("$L", elements))).build();
    }

    CodeBlock takeMany(ModelPlan.PortPlan port) {
        long elements = port.type().fixedElements();
        CodeBlock length = elements == 1 ? CodeBlock.of("count") : CodeBlock.of("count * $L", elements);
        return CodeBlock.builder()
                .addStatement(
                        "$T.arraycopy($T.values($S, $L, count, $L), 0, $L, 0, $L)",
                        System.class,
                        RuntimeNames.CHECKS,
                        port.name(),
                        parameter(port),
                        elements,
                        own.get(port),
                        length)
                .add(taken(port, length))
                .build();
    }

    /** What became the session's own is looked at, so that nobody can change it between look and use. */
    private CodeBlock taken(ModelPlan.PortPlan port, CodeBlock length) {
        CodeBlock.Builder code = CodeBlock.builder();
        int limit = limit(port);
        if (limit > 0) {
            code.addStatement(
                    "$T.classes($S, $L, $L, $L)", RuntimeNames.CHECKS, port.name(), own.get(port), length, limit);
        }
        return code.addStatement("this.$L = $L", field(port), own.get(port)).build();
    }

    /** How many values an int may have: classes, the two of a truth value, or 0 for any. */
    private static int limit(ModelPlan.PortPlan port) {
        return port.type().element() == ElementType.BOOL ? 2 : port.classes();
    }

    private TypeName element(ModelPlan.PortPlan port) {
        return Literals.javaType(port.type(), model.target().precision());
    }

    /** The field through which kernels read an input. */
    String field(ModelPlan.PortPlan port) {
        return program.columns().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(port.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
