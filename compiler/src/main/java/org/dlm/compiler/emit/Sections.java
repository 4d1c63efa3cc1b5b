package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * The steps of a generated class. A class has at most 65,535 constants, so the steps of a very long program stand in a chain of
 * superclasses, the first ones and all fields in the uppermost:
 *
 * <pre>{@code
 * abstract class DeepTrainerSteps1 { … }
 * abstract class DeepTrainerSteps2 extends DeepTrainerSteps1 { … }
 * public final class DeepTrainer extends DeepTrainerSteps2 { … }
 * }</pre>
 *
 * A method may call what stands in its own section or an earlier one.
 */
final class Sections {
    private final int most;
    private final List<List<MethodSpec>> sections = new ArrayList<>(List.of(new ArrayList<>()));
    private int steps;

    /** @param most steps in a class: each takes 20 constants for names, types, calls and large offsets, seldom more */
    Sections(int most) {
        this.most = most;
    }

    /** Begins a step; the number of its section. */
    int begin() {
        if (steps == most) {
            sections.add(new ArrayList<>());
            steps = 0;
        }
        steps++;
        return last();
    }

    /** The number of the section where the last step stands. */
    int last() {
        return sections.size() - 1;
    }

    /** Whether all steps are in the class itself. */
    boolean isOne() {
        return sections.size() == 1;
    }

    void add(int section, MethodSpec method) {
        sections.get(section).add(method);
    }

    /**
     * The class, followed by its superclasses.
     *
     * @param methods of the class itself
     */
    List<TypeSpec> types(ClassName name, TypeSpec.Builder type, List<MethodSpec> methods, List<FieldSpec> fields) {
        if (isOne()) {
            type.addFields(fields).addMethods(sections.getFirst()).addMethods(methods);
            return List.of(type.build());
        }
        List<TypeSpec> types = new ArrayList<>();
        types.add(type.superclass(sectionName(name, last())).addMethods(methods).build());
        for (int section = last(); section > 0; section--) {
            types.add(section(name, section)
                    .superclass(sectionName(name, section - 1))
                    .build());
        }
        TypeSpec.Builder first = section(name, 0);
        fields.forEach(field -> first.addField(inherited(field)));
        types.add(first.build());
        return types;
    }

    private TypeSpec.Builder section(ClassName name, int section) {
        TypeSpec.Builder type = TypeSpec.classBuilder(sectionName(name, section))
                .addJavadoc("Steps of {@link $T}, which would be too large as one class.\n", name)
                .addModifiers(Modifier.ABSTRACT);
        sections.get(section).forEach(method -> type.addMethod(inherited(method)));
        return type;
    }

    private static ClassName sectionName(ClassName name, int section) {
        return name.peerClass(name.simpleName() + "Steps" + (section + 1));
    }

    /** Seen by subclasses of the package, and set by the last one's constructor. */
    private static FieldSpec inherited(FieldSpec field) {
        Set<Modifier> kept = field.modifiers().stream()
                .filter(modifier -> modifier == Modifier.STATIC)
                .collect(Collectors.toSet());
        if (field.modifiers().contains(Modifier.STATIC)) {
            kept.add(Modifier.FINAL);
        }
        FieldSpec.Builder inherited = FieldSpec.builder(field.type(), field.name(), kept.toArray(Modifier[]::new));
        return field.initializer().isEmpty()
                ? inherited.build()
                : inherited.initializer(field.initializer()).build();
    }

    private static MethodSpec inherited(MethodSpec method) {
        Modifier[] kept = method.modifiers().stream()
                .filter(modifier -> modifier != Modifier.PRIVATE)
                .toArray(Modifier[]::new);
        return MethodSpec.methodBuilder(method.name())
                .addJavadoc(method.javadoc())
                .addModifiers(kept)
                .returns(method.returnType())
                .addParameters(method.parameters())
                .addCode(method.code())
                .build();
    }
}
