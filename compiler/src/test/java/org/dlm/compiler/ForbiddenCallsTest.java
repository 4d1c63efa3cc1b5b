package org.dlm.compiler;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasParameterTypes;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keeps out of compiler and runtime what makes results depend on the machine, its settings or the hour. */
class ForbiddenCallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("org.dlm.compiler", "org.dlm.runtime");

    /** In some locales {@code %d} prints other digits and {@code "I".toLowerCase()} another letter. */
    @Test
    void no_text_depends_on_the_locale() {
        forbid(call(String.class, "format", String.class, Object[].class));
        forbid(call(String.class, "formatted", Object[].class));
        forbid(call(String.class, "toLowerCase"));
        forbid(call(String.class, "toUpperCase"));
    }

    /** Files are UTF-8 on every machine; the methods of {@code Files} say so by themselves. */
    @Test
    void no_bytes_depend_on_the_default_charset() {
        forbid(call(String.class, "getBytes"));
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(FileReader.class, FileWriter.class)
                .check(CLASSES);
    }

    /** Draws come from Philox, keyed by seed, step, place and element. */
    @Test
    void no_number_is_drawn_without_a_seed_of_ours() {
        forbid(call(Math.class, "random"));
        noClasses().should().dependOnClassesThat().belongToAnyOf(Random.class).check(CLASSES);
    }

    /** Whoever needs time is given a clock. */
    @Test
    void nothing_looks_at_the_clock() {
        forbid(call(System.class, "currentTimeMillis"));
        forbid(call(System.class, "nanoTime"));
    }

    /** Weights are safetensors: reading them runs no code of their author's choosing. */
    @Test
    void nothing_is_serialized_the_java_way() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                .check(CLASSES);
    }

    private static void forbid(DescribedPredicate<JavaCall<?>> call) {
        noClasses().should().callCodeUnitWhere(call).check(CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> call(Class<?> owner, String name, Class<?>... parameters) {
        return target(owner(DescribedPredicate.<JavaClass>describe(
                        owner.getName(), javaClass -> javaClass.isEquivalentTo(owner))))
                .and(target(name(name)))
                .and(target(HasParameterTypes.Predicates.rawParameterTypes(parameters)));
    }
}
