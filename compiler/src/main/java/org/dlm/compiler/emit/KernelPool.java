package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * The kernels of one generated class, each structure once: in a class of plain loops, and in one for each width of vectors, of which
 * a JVM loads the one that it uses.
 */
final class KernelPool {
    private final ClassName owner;
    private final Forms forms;
    private final Names names = new Names();
    private final Map<CompiledKernel.Structure, String> byStructure = new HashMap<>();
    private final Map<String, CompiledKernel> kernels = new LinkedHashMap<>();

    KernelPool(ClassName owner, Forms forms) {
        this.owner = owner;
        this.forms = forms;
        forms.vectors()
                .forEach(target -> KernelEmitter.constants(target).forEach(constant -> names.reserve(constant.name())));
    }

    /** The class of the plain loops. */
    ClassName plainClass() {
        return owner.peerClass(owner.simpleName() + "Kernels");
    }

    ClassName vectorClass(Target target) {
        return owner.peerClass(owner.simpleName() + "Kernels" + target.vectorBits());
    }

    /** The name of the methods that compute it, the same in all classes. */
    String method(CompiledKernel kernel) {
        return byStructure.computeIfAbsent(kernel.structure(), structure -> {
            String name = names.fresh(kernel.plain().name());
            kernels.put(name, kernel);
            return name;
        });
    }

    boolean hasVectors() {
        return kernels.values().stream().anyMatch(kernel -> !kernel.vectors().isEmpty());
    }

    /** A class with those of its kernels. */
    List<TypeSpec> with(TypeSpec program) {
        List<TypeSpec> types = new ArrayList<>();
        types.add(program);
        if (!kernels.isEmpty()) {
            types.add(plainType());
        }
        if (hasVectors()) {
            forms.vectors().forEach(target -> types.add(vectorType(target)));
        }
        return types;
    }

    private TypeSpec plainType() {
        TypeSpec.Builder type =
                type(plainClass()).addJavadoc("The kernels of {@link $L} as plain loops.\n", owner.simpleName());
        kernels.forEach((name, kernel) ->
                type.addMethods(KernelEmitter.methods(kernel.plain(), forms.plain(), name, names::fresh)));
        return type.build();
    }

    private TypeSpec vectorType(Target target) {
        TypeSpec.Builder type = type(vectorClass(target))
                .addJavadoc(
                        "The kernels of {@link $L} with vectors of $L bits.\n",
                        owner.simpleName(),
                        target.vectorBits());
        KernelEmitter.constants(target).forEach(type::addField);
        kernels.forEach((name, kernel) -> kernel.form(target)
                .ifPresent(form -> type.addMethods(KernelEmitter.methods(form, target, name, names::fresh))));
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
