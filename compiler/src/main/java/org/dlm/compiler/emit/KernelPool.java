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
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * The kernels of one generated class, each structure once: in a class of their scalar forms and one of their vector forms. Many
 * kernels take several such pairs, because a class has at most 65,535 constants.
 */
final class KernelPool {
    /** Kernels of a class; one takes 20 constants, names, types and large numbers, seldom more than 40. */
    private static final int KERNELS = 500;

    /** Endings of the names of the two classes. */
    static final String SCALAR = "Kernels";

    static final String VECTOR = "VectorKernels";

    private final ClassName owner;
    private final Target target;
    private final Names names = new Names();
    private final Map<CompiledKernel.Structure, Place> byStructure = new HashMap<>();
    private final List<Map<String, CompiledKernel>> pages = new ArrayList<>();

    /**
     * Where a kernel is found.
     *
     * @param method the name of the two methods that compute it
     */
    record Place(ClassName scalarClass, ClassName vectorClass, String method) {}

    KernelPool(ClassName owner, Target target) {
        this.owner = owner;
        this.target = target;
        KernelEmitter.constants(target).forEach(constant -> names.reserve(constant.name()));
    }

    /** Where the kernel is found, from now on also all equal ones. */
    Place place(CompiledKernel kernel) {
        return byStructure.computeIfAbsent(kernel.structure(), structure -> {
            String name = names.fresh(kernel.scalar().name());
            if (pages.isEmpty() || pages.getLast().size() == KERNELS) {
                pages.add(new LinkedHashMap<>());
            }
            pages.getLast().put(name, kernel);
            int page = pages.size() - 1;
            return new Place(scalarClass(page), vectorClass(page), name);
        });
    }

    boolean isEmpty() {
        return pages.isEmpty();
    }

    /** The classes of a program with those of its kernels. */
    List<TypeSpec> with(List<TypeSpec> program) {
        List<TypeSpec> types = new ArrayList<>(program);
        for (int page = 0; page < pages.size(); page++) {
            types.add(scalarType(page));
            types.add(vectorType(page));
        }
        return types;
    }

    private ClassName scalarClass(int page) {
        return named(SCALAR, page);
    }

    private ClassName vectorClass(int page) {
        return named(VECTOR, page);
    }

    private ClassName named(String suffix, int page) {
        return owner.peerClass(owner.simpleName() + suffix + (page == 0 ? "" : page + 1));
    }

    private TypeSpec scalarType(int page) {
        TypeSpec.Builder type =
                type(scalarClass(page)).addJavadoc("The kernels of {@link $T} as plain loops.\n", owner);
        pages.get(page)
                .forEach((name, kernel) ->
                        type.addMethods(KernelEmitter.methods(kernel.scalar(), target, name, names::fresh)));
        return type.build();
    }

    private TypeSpec vectorType(int page) {
        TypeSpec.Builder type = type(vectorClass(page))
                .addJavadoc("The kernels of {@link $T} with vectors of $L bits.\n", owner, target.vectorBits());
        KernelEmitter.constants(target).forEach(type::addField);
        pages.get(page)
                .forEach((name, kernel) ->
                        type.addMethods(KernelEmitter.methods(kernel.vector(), target, name, names::fresh)));
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
