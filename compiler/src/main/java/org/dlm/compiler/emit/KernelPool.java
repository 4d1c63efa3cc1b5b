package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * The kernels of one generated class, each structure once: in a class of plain loops, and in one for each width of vectors, of
 * which a JVM loads the one that it uses. Many kernels take several such sets, because a class has at most 65,535 constants.
 */
final class KernelPool {
    /** Kernels of a class; one takes 20 constants, names, types and large numbers, seldom more than 40. */
    private static final int KERNELS = 500;

    /** How the names of the classes go on after the program's; vectors add their width, further sets a number. */
    private static final String ENDING = "Kernels";

    private final ClassName owner;
    private final Forms forms;
    private final Names names = new Names();
    private final Map<CompiledKernel.Structure, Place> byStructure = new HashMap<>();
    private final List<Map<String, CompiledKernel>> pages = new ArrayList<>();

    /**
     * Where a kernel is found.
     *
     * @param page which set of classes has it
     * @param method the name of the methods that compute it, the same in all of them
     */
    record Place(int page, String method) {}

    KernelPool(ClassName owner, Forms forms) {
        this.owner = owner;
        this.forms = forms;
        forms.vectors()
                .forEach(target -> KernelEmitter.constants(target).forEach(constant -> names.reserve(constant.name())));
    }

    /** The endings of the names of a first set of classes. */
    static List<String> endings() {
        return Stream.concat(Stream.of(ENDING), Target.WIDTHS.stream().map(KernelPool::ending))
                .toList();
    }

    private static String ending(int vectorBits) {
        return ENDING + vectorBits;
    }

    /** Where the kernel is found, from now on also all equal ones. */
    Place place(CompiledKernel kernel) {
        return byStructure.computeIfAbsent(kernel.structure(), structure -> {
            String name = names.fresh(kernel.plain().name());
            if (pages.isEmpty() || pages.getLast().size() == KERNELS) {
                pages.add(new LinkedHashMap<>());
            }
            pages.getLast().put(name, kernel);
            return new Place(pages.size() - 1, name);
        });
    }

    boolean hasVectors() {
        return pages.stream().anyMatch(KernelPool::hasVectors);
    }

    private static boolean hasVectors(Map<String, CompiledKernel> page) {
        return page.values().stream().anyMatch(kernel -> !kernel.vectors().isEmpty());
    }

    /** The classes of a program with those of its kernels. */
    List<TypeSpec> with(List<TypeSpec> program) {
        List<TypeSpec> types = new ArrayList<>(program);
        for (int page = 0; page < pages.size(); page++) {
            types.add(plainType(page));
            if (hasVectors(pages.get(page))) {
                for (Target target : forms.vectors()) {
                    types.add(vectorType(page, target));
                }
            }
        }
        return types;
    }

    /** The class of plain loops of a set. */
    ClassName plainClass(int page) {
        return named(ENDING, page);
    }

    ClassName vectorClass(int page, Target target) {
        return named(ending(target.vectorBits()), page);
    }

    private ClassName named(String ending, int page) {
        return owner.peerClass(owner.simpleName() + ending + (page == 0 ? "" : "Set" + (page + 1)));
    }

    private TypeSpec plainType(int page) {
        TypeSpec.Builder type = type(plainClass(page)).addJavadoc("The kernels of {@link $T} as plain loops.\n", owner);
        pages.get(page)
                .forEach((name, kernel) ->
                        type.addMethods(KernelEmitter.methods(kernel.plain(), forms.plain(), name, names::fresh)));
        return type.build();
    }

    private TypeSpec vectorType(int page, Target target) {
        TypeSpec.Builder type = type(vectorClass(page, target))
                .addJavadoc("The kernels of {@link $T} with vectors of $L bits.\n", owner, target.vectorBits());
        KernelEmitter.constants(target).forEach(type::addField);
        pages.get(page)
                .forEach((name, kernel) -> kernel.form(target)
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
