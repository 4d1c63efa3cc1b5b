package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Expression;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Statement;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Uses;
import org.dlm.compiler.loop.Variable;

/** Prints kernels as {@code static} methods. */
public final class KernelEmitter {
    private final Kernel kernel;
    private final Target target;
    private final KernelNames names;
    private final String name;
    private final StepText text;
    private final UnaryOperator<String> freeName;
    private final List<MethodSpec> parts = new ArrayList<>();

    private KernelEmitter(Kernel kernel, Target target, String name, StepText text, UnaryOperator<String> freeName) {
        this.kernel = kernel;
        this.target = target;
        this.names = new KernelNames(text);
        this.name = name;
        this.text = text;
        this.freeName = freeName;
    }

    /**
     * The method {@code static void name(float[] x, int xAt, …, double rate, …, int batch, int from, int to)}: an array and an
     * offset for each operand, a number for each number, the batch only if used, a range only with a parallel axis. Private
     * methods that it calls follow.
     *
     * @param name a free name in the class that takes the methods
     * @param freeName gives a free name like another one
     */
    public static List<MethodSpec> methods(Kernel kernel, Target target, String name, UnaryOperator<String> freeName) {
        StepText bare = new StepText(
                name,
                kernel.operands().stream()
                        .map(operand -> Names.camel(operand.name()))
                        .toList(),
                kernel.numbers().stream().map(number -> "number").toList(),
                name,
                "");
        return methods(kernel, target, name, bare, freeName);
    }

    /** The same with names for arrays and numbers, and an explanation. */
    static List<MethodSpec> methods(
            Kernel kernel, Target target, String name, StepText text, UnaryOperator<String> freeName) {
        return new KernelEmitter(kernel, target, name, text, freeName).methods();
    }

    private List<MethodSpec> methods() {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC);
        for (int i = 0; i < kernel.operands().size(); i++) {
            addOperand(method, i);
        }
        for (int i = 0; i < kernel.numbers().size(); i++) {
            method.addParameter(TypeName.DOUBLE, names.number(i));
        }
        if (kernel.usesBatch()) {
            method.addParameter(TypeName.INT, names.variable(Variable.BATCH));
        }
        if (kernel.parallel().isPresent()) {
            method.addParameter(TypeName.INT, names.variable(Variable.FROM));
            method.addParameter(TypeName.INT, names.variable(Variable.TO));
        }
        for (String line : text.explanation()) {
            UserText.comment(line).forEach(part -> method.addComment("$L", part));
        }
        method.addCode(statements().emit(kernel.body()));
        List<MethodSpec> all = new ArrayList<>();
        all.add(method.build());
        all.addAll(parts);
        return all;
    }

    private StatementEmitter statements() {
        return new StatementEmitter(names, target, new StatementEmitter.Parts() {
            @Override
            public CodeBlock call(Statement.Part part) {
                CodeBlock body = statements().emit(part.body());
                return method(part.name(), TypeName.VOID, Uses.of(part.body()), body);
            }

            @Override
            public CodeBlock call(Statement.DeclareByPart part) {
                CodeBlock body = CodeBlock.builder()
                        .add(statements().emit(part.body()))
                        .addStatement("return $L", statements().result(part.result()))
                        .build();
                TypeName type = ScalarEmitter.type(part.result().type(), target);
                return method(part.name(), type, Uses.of(part.body(), part.result()), body);
            }
        });
    }

    private void addOperand(MethodSpec.Builder method, int operand) {
        ElementType element = kernel.operands().get(operand).op().type().element();
        method.addParameter(arrayType(element, target.precision()), names.array(operand));
        method.addParameter(TypeName.INT, names.offset(operand));
    }

    /** Adds the method of a part, which takes what its statements use; its call. */
    private CodeBlock method(String part, TypeName result, Uses uses, CodeBlock body) {
        String partName = freeName.apply(name + part);
        MethodSpec.Builder method = MethodSpec.methodBuilder(partName)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(result);
        List<String> arguments = new ArrayList<>();
        for (int operand : uses.operands()) {
            addOperand(method, operand);
            arguments.add(names.array(operand));
            arguments.add(names.offset(operand));
        }
        for (int number : uses.numbers()) {
            method.addParameter(TypeName.DOUBLE, names.number(number));
            arguments.add(names.number(number));
        }
        for (Expression.Local local : uses.variables()) {
            method.addParameter(ScalarEmitter.type(local.type(), target), names.variable(local.variable()));
            arguments.add(names.variable(local.variable()));
        }
        parts.add(method.addCode(body).build());
        CodeBlock list = Fragment.list(
                arguments.stream().map(argument -> CodeBlock.of("$L", argument)).toList());
        return CodeBlock.of("$L($L)", partName, list);
    }

    /** The constants that the class of the vector forms needs. */
    public static List<FieldSpec> constants(Target target) {
        int ints = target.lanes() * Integer.SIZE;
        return List.of(
                species(
                        VectorEmitter.FLOATS,
                        VectorEmitter.floatBox(target),
                        VectorEmitter.floatVector(target),
                        target.vectorBits()),
                species(VectorEmitter.INTS, ClassName.get(Integer.class), VectorEmitter.INT_VECTOR, ints));
    }

    /** The type of the array that holds values of a kind. */
    public static TypeName arrayType(ElementType element, Precision precision) {
        return switch (element) {
            case FLOAT -> ArrayTypeName.of(precision == Precision.F32 ? TypeName.FLOAT : TypeName.DOUBLE);
            case INT, BOOL -> ArrayTypeName.of(TypeName.INT);
            case NUMBER -> throw new IllegalArgumentException("a run-time number is in no array");
        };
    }

    private static FieldSpec species(String name, ClassName box, ClassName vector, int bits) {
        ClassName species = ClassName.get(VectorEmitter.VECTOR_PACKAGE, "VectorSpecies");
        return FieldSpec.builder(ParameterizedTypeName.get(species, box), name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$T.SPECIES_$L", vector, bits)
                .build();
    }
}
