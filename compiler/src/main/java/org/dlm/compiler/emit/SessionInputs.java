package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
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
    private static final int MOST_PLACES = 250;

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

    /**
     * Whether the inputs are parameters of one Java method, which has 255 places; a {@code double} takes two, and the object, the
     * count and the result one each.
     */
    static boolean areParameters(List<ModelPlan.PortPlan> ports) {
        return 2 * ports.size() <= MOST_PLACES;
    }

    /** Adds the session's own columns for inputs that are parameters. */
    void addFields(CodeBlock.Builder constructor) {
        List<CodeBlock> statements = new ArrayList<>();
        program.columns().forEach((column, field) -> {
            ModelPlan.PortPlan port = model.ports().get(model.port(column.name()));
            if (isParameter(port)) {
                String name = program.names().fresh(field + "Input");
                own.put(port, name);
                statements.add(allocation(port, name));
            }
        });
        // a final field is set in the constructor itself
        boolean one = Pieces.isOne(statements);
        Modifier[] modifiers =
                one ? new Modifier[] {Modifier.PRIVATE, Modifier.FINAL} : new Modifier[] {Modifier.PRIVATE};
        own.forEach((port, name) -> program.add(FieldSpec.builder(ArrayTypeName.of(element(port)), name, modifiers)
                .build()));
        constructor.add(program.pieces().code("allocate", statements, List.of()));
    }

    private boolean isParameter(ModelPlan.PortPlan port) {
        return model.outputs().stream()
                .map(output -> of(output.program()))
                .anyMatch(ports -> areParameters(ports) && ports.contains(port));
    }

    private CodeBlock allocation(ModelPlan.PortPlan port, String name) {
        return CodeBlock.of(
                "$L = $T.$L($LL * maxBatch + $L)",
                name,
                RuntimeNames.ARENA,
                Literals.isInt(port.type())
                        ? "ints"
                        : Literals.floats(model.forms().precision()),
                port.type().fixedElements(),
                Alignment.SLACK);
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
                    "$T.arraycopy($T.values($L, $L, $L), 0, $L, 0, $L)",
                    System.class,
                    RuntimeNames.CHECKS,
                    UserText.literal(port.name()),
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
                        "$T.arraycopy($T.values($L, $L, count, $L), 0, $L, 0, $L)",
                        System.class,
                        RuntimeNames.CHECKS,
                        UserText.literal(port.name()),
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
                    "$T.classes($L, $L, $L, $L)",
                    RuntimeNames.CHECKS,
                    UserText.literal(port.name()),
                    own.get(port),
                    length,
                    limit);
        }
        return code.addStatement("this.$L = $L", field(port), own.get(port)).build();
    }

    /** How many values an int may have: classes, the two of a truth value, or 0 for any. */
    private static int limit(ModelPlan.PortPlan port) {
        return port.type().element() == ElementType.BOOL ? 2 : port.classes();
    }

    private TypeName element(ModelPlan.PortPlan port) {
        return Literals.javaType(port.type(), model.forms().precision());
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
