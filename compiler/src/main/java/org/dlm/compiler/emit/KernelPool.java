package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/** The kernels of one generated class, each structure once: in a class of their scalar forms and one of their vector forms. */
final class KernelPool {
    /** Endings of the names of the two classes. */
    static final String SCALAR = "Kernels";

    static final String VECTOR = "VectorKernels";

    private final ClassName owner;
    private final ClassName scalarClass;
    private final ClassName vectorClass;
    private final Target target;
    private final Names names = new Names();
    private final Map<CompiledKernel.Structure, String> byStructure = new HashMap<>();
    private final Map<String, CompiledKernel> kernels = new LinkedHashMap<>();

    KernelPool(ClassName owner, Target target) {
        this.owner = owner;
        scalarClass = owner.peerClass(owner.simpleName() + SCALAR);
        vectorClass = owner.peerClass(owner.simpleName() + VECTOR);
        this.target = target;
        KernelEmitter.constants(target).forEach(constant -> names.reserve(constant.name()));
    }

    ClassName scalarClass() {
        return scalarClass;
    }

    ClassName vectorClass() {
        return vectorClass;
    }

    /** The name of the two methods that compute it. */
    String method(CompiledKernel kernel) {
        return byStructure.computeIfAbsent(kernel.structure(), structure -> {
            String name = names.fresh(kernel.scalar().name());
            kernels.put(name, kernel);
            return name;
        });
    }

    boolean isEmpty() {
        return kernels.isEmpty();
    }

    /** A class with those of its kernels. */
    List<TypeSpec> with(TypeSpec program) {
        return isEmpty() ? List.of(program) : List.of(program, scalarType(), vectorType());
    }

    private TypeSpec scalarType() {
        TypeSpec.Builder type = type(scalarClass).addJavadoc("The kernels of {@link $T} as plain loops.\n", owner);
        kernels.forEach(
                (name, kernel) -> type.addMethods(KernelEmitter.methods(kernel.scalar(), target, name, names::fresh)));
        return type.build();
    }

    private TypeSpec vectorType() {
        TypeSpec.Builder type = type(vectorClass)
                .addJavadoc("The kernels of {@link $T} with vectors of $L bits.\n", owner, target.vectorBits());
        KernelEmitter.constants(target).forEach(type::addField);
        kernels.forEach(
                (name, kernel) -> type.addMethods(KernelEmitter.methods(kernel.vector(), target, name, names::fresh)));
        return type.build();
    }

    private static TypeSpec.Builder type(ClassName name) {
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
    }
}
