package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.loop.Forms;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * The kernels of all programs of a model, each structure once: in a class of plain loops, and in one for each width of vectors, of
 * which a JVM loads the one that it uses. Many kernels take several such sets, because a class has at most 65,535 constants.
 */
final class KernelPool {
    /** Kernels of a class; one takes 20 constants, names, types and large numbers, seldom more than 40. */
    private static final int KERNELS = 500;

    /** So many of the steps that a kernel serves are listed. */
    private static final int MOST_OTHERS = 8;

    private final ModelClasses classes;
    private final Forms forms;
    private final Names names = new Names();
    private final Map<CompiledKernel.Structure, Place> byStructure = new HashMap<>();
    private final List<Map<String, Entry>> pages = new ArrayList<>();
    private final List<GeneratedProgram> programs = new ArrayList<>();
    private final List<Rehearsed> rehearsed = new ArrayList<>();

    /**
     * Where a kernel is found.
     *
     * @param number of the kernel among those that have vectors
     * @param page which set of classes has it
     * @param method the name of the methods that compute it, the same in all of them
     */
    record Place(int number, int page, String method) {}

    /** A kernel that has vectors, and where it is found. */
    record Rehearsed(CompiledKernel kernel, Place place) {}

    /**
     * A kernel as it is printed.
     *
     * @param text of the step that asked first
     * @param others names of the other steps that it serves
     */
    private record Entry(CompiledKernel kernel, StepText text, Set<String> others) {
        StepText explained() {
            if (others.isEmpty()) {
                return text;
            }
            String more = others.size() > MOST_OTHERS ? " and " + (others.size() - MOST_OTHERS) + " more" : "";
            return text.with(
                    "The same: " + others.stream().limit(MOST_OTHERS).collect(Collectors.joining(", ")) + more);
        }
    }

    KernelPool(ModelPlan model) {
        classes = new ModelClasses(model);
        forms = model.forms();
        reserveConstants(names);
    }

    private void reserveConstants(Names taken) {
        forms.vectors()
                .forEach(target -> KernelEmitter.constants(target).forEach(constant -> taken.reserve(constant.name())));
    }

    /** Where the kernel is found, from now on also all equal ones. */
    Place place(CompiledKernel kernel, StepText text) {
        Place place = byStructure.computeIfAbsent(kernel.structure(), structure -> add(kernel, text));
        Entry entry = pages.get(place.page()).get(place.method());
        if (!entry.text().name().equals(text.name())) {
            entry.others().add(text.name());
        }
        return place;
    }

    private Place add(CompiledKernel kernel, StepText text) {
        String name = names.fresh(text.name());
        if (pages.isEmpty() || pages.getLast().size() == KERNELS) {
            pages.add(new LinkedHashMap<>());
        }
        pages.getLast().put(name, new Entry(kernel, text, new LinkedHashSet<>()));
        Place place = new Place(rehearsed.size(), pages.size() - 1, name);
        if (!kernel.vectors().isEmpty()) {
            rehearsed.add(new Rehearsed(kernel, place));
        }
        return place;
    }

    /** The kernels that have vectors, by their numbers. */
    List<Rehearsed> rehearsed() {
        return List.copyOf(rehearsed);
    }

    /** Notes a program whose steps call these kernels. */
    void add(GeneratedProgram program) {
        programs.add(program);
    }

    /** All that were noted, in order. */
    List<GeneratedProgram> programs() {
        return programs;
    }

    private static boolean hasVectors(Map<String, Entry> page) {
        return page.values().stream()
                .anyMatch(entry -> !entry.kernel().vectors().isEmpty());
    }

    /** The classes of all kernels that were asked for. */
    List<TypeSpec> types() {
        List<TypeSpec> types = new ArrayList<>();
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
        return ofPage(classes.kernels(), page);
    }

    ClassName vectorClass(int page, Target target) {
        return ofPage(classes.kernels(target), page);
    }

    private static ClassName ofPage(ClassName first, int page) {
        return page == 0 ? first : first.peerClass(first.simpleName() + "Set" + (page + 1));
    }

    private TypeSpec plainType(int page) {
        TypeSpec.Builder type =
                type(plainClass(page)).addJavadoc("The kernels of {@link $T} as plain loops.\n", classes.facade());
        Names free = namesIn(page);
        pages.get(page)
                .forEach((name, entry) -> type.addMethods(KernelEmitter.methods(
                        entry.kernel().plain(), forms.plain(), name, entry.explained(), free::fresh)));
        return type.build();
    }

    private TypeSpec vectorType(int page, Target target) {
        TypeSpec.Builder type = type(vectorClass(page, target))
                .addJavadoc(
                        "The kernels of {@link $T} with vectors of $L bits.\n", classes.facade(), target.vectorBits());
        KernelEmitter.constants(target).forEach(type::addField);
        Names free = namesIn(page);
        pages.get(page)
                .forEach((name, entry) -> entry.kernel()
                        .form(target)
                        .ifPresent(form -> type.addMethods(
                                KernelEmitter.methods(form, target, name, entry.explained(), free::fresh))));
        return type.build();
    }

    /** What is free in a class of a set: parts of a kernel have the same names in each. */
    private Names namesIn(int page) {
        Names free = new Names().reserve(pages.get(page).keySet().toArray(String[]::new));
        reserveConstants(free);
        return free;
    }

    private static TypeSpec.Builder type(ClassName name) {
        return TypeSpec.classBuilder(name)
                .addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
    }
}
