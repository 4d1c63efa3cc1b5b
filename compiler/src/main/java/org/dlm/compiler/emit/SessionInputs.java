package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
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
                            : Literals.floats(model.forms().precision()),
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
        if (port.type().rank() > 0) {
            return take(port, CodeBlock.of("1"));
        }
        CodeBlock.Builder code = CodeBlock.builder();
        code.addStatement("$L[0] = $L", own.get(port), parameter(port));
        if (port.classes() > 0) {
            code.addStatement("check($S, $L, 1, $L)", port.name(), own.get(port), port.classes());
        }
        return code.addStatement("this.$L = $L", field(port), own.get(port)).build();
    }

    CodeBlock takeMany(ModelPlan.PortPlan port) {
        return take(port, CodeBlock.of("count"));
    }

    private CodeBlock take(ModelPlan.PortPlan port, CodeBlock count) {
        long elements = port.type().fixedElements();
        CodeBlock length = elements == 1 ? count : CodeBlock.of("$L * $L", count, elements);
        CodeBlock.Builder code = CodeBlock.builder()
                .addStatement("take($S, $L, $L, $L)", port.name(), parameter(port), length, own.get(port));
        if (port.classes() > 0) {
            code.addStatement("check($S, $L, $L, $L)", port.name(), own.get(port), length, port.classes());
        }
        return code.addStatement("this.$L = $L", field(port), own.get(port)).build();
    }

    /** Adds the methods that the statements above call. */
    void addMethods() {
        own.keySet().stream().map(this::element).distinct().forEach(element -> program.add(take(element)));
        if (own.keySet().stream().anyMatch(port -> port.classes() > 0)) {
            program.add(check());
        }
    }

    private static MethodSpec take(TypeName element) {
        return MethodSpec.methodBuilder("take")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(String.class, "name")
                .addParameter(ArrayTypeName.of(element), "given")
                .addParameter(TypeName.INT, "length")
                .addParameter(ArrayTypeName.of(element), "own")
                .beginControlFlow("if (given.length < length)")
                .addStatement(
                        "throw new $T(name + $S + length + $S + given.length)",
                        IllegalArgumentException.class,
                        " needs ",
                        " values, but the array has ")
                .endControlFlow()
                .addStatement("$T.arraycopy(given, 0, own, 0, length)", System.class)
                .build();
    }

    private static MethodSpec check() {
        return MethodSpec.methodBuilder("check")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(String.class, "name")
                .addParameter(ArrayTypeName.of(TypeName.INT), "given")
                .addParameter(TypeName.INT, "length")
                .addParameter(TypeName.INT, "classes")
                .beginControlFlow("for (int i = 0; i < length; i++)")
                .beginControlFlow("if (given[i] < 0 || given[i] >= classes)")
                .addStatement(
                        "throw new $T(name + $S + i + $S + given[i] + $S + (classes - 1))",
                        IllegalArgumentException.class,
                        "[",
                        "] is ",
                        ", which is not in 0 .. ")
                .endControlFlow()
                .endControlFlow()
                .build();
    }

    private TypeName element(ModelPlan.PortPlan port) {
        return Literals.javaType(port.type(), model.forms().precision());
    }

    private String field(ModelPlan.PortPlan port) {
        return program.columns().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(port.name()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
