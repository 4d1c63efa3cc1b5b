package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.ElementType;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.loop.Variable;

/** Prints kernels as {@code static} methods. */
public final class KernelEmitter {
    private KernelEmitter() {}

    /**
     * The method {@code static void name(float[] x, int xAt, …, double rate, …, int batch, int from, int to)}: an array and an
     * offset for each operand, a number for each number, the batch only if used, a range only with a parallel axis.
     *
     * @param name a free name in the class that takes the method
     */
    public static MethodSpec method(Kernel kernel, Target target, String name) {
        KernelNames names = new KernelNames(kernel);
        MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC);
        for (int i = 0; i < kernel.operands().size(); i++) {
            ElementType element = kernel.operands().get(i).op().type().element();
            method.addParameter(arrayType(element, target.precision()), names.array(i));
            method.addParameter(TypeName.INT, names.offset(i));
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
        kernel.comment().lines().forEach(line -> method.addComment("$L", harmless(line)));
        return method.addCode(new StatementEmitter(names, target).emit(kernel.body()))
                .build();
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

    /** Java reads escapes of characters in comments too: a text must not end its comment by one. */
    private static String harmless(String line) {
        return line.replace("\\u", "\\ u");
    }
}
