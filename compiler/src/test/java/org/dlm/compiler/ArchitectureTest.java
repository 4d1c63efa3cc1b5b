package org.dlm.compiler;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the packages in the order of the road from text to Java, and each kind of access where it belongs. */
class ArchitectureTest {
    /** A package uses only those before it. */
    private static final List<String> ROAD = List.of(
            "source",
            "diagnostics",
            "ast",
            "parse",
            "format",
            "resolve",
            "graph",
            "interpret",
            "types",
            "elaborate",
            "recipe",
            "batch",
            "autodiff",
            "rewrite",
            "optimize",
            "chain",
            "loop",
            "cost",
            "lower",
            "schedule",
            "memory",
            "emit",
            "pipeline");

    private static final JavaClasses COMPILER =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.dlm.compiler");
    private static final JavaClasses RUNTIME =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("org.dlm.runtime");

    @Test
    void every_class_is_in_a_package_of_the_road() {
        Set<String> strangers = COMPILER.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> ROAD.stream().noneMatch(stage -> isIn(name, stage)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), strangers);
        assertTrue(COMPILER.contain("org.dlm.compiler.pipeline.DlmCompiler"), "the compiler's classes were found");
    }

    @TestFactory
    Stream<DynamicTest> no_package_uses_a_later_one() {
        return IntStream.range(0, ROAD.size() - 1).mapToObj(i -> {
            String[] later = ROAD.subList(i + 1, ROAD.size()).stream()
                    .map(ArchitectureTest::pattern)
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(
                    ROAD.get(i),
                    () -> check(
                            noClasses()
                                    .that()
                                    .resideInAPackage(pattern(ROAD.get(i)))
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage(later),
                            COMPILER));
        });
    }

    @Test
    void the_packages_of_the_runtime_have_no_cycles() {
        check(slices().matching("org.dlm.runtime.(*)..").should().beFreeOfCycles(), RUNTIME);
    }

    @Test
    void the_compiler_names_the_runtime_but_never_imports_it() {
        check(
                noClasses()
                        .that(resideInAPackage("org.dlm.compiler.."))
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.dlm.runtime..")),
                COMPILER);
    }

    @Test
    void the_runtime_knows_the_jdk_alone() {
        check(
                noClasses()
                        .should()
                        .dependOnClassesThat(not(resideInAnyPackage(
                                "org.dlm.runtime..",
                                "java..",
                                "javax..",
                                "jdk.incubator.vector",
                                "jdk.internal.vm.."))),
                RUNTIME);
    }

    @Test
    void vectors_are_used_in_their_package_and_in_generated_code_only() {
        check(
                noClasses()
                        .that(not(resideInAPackage("org.dlm.runtime.vector..")))
                        .should()
                        .dependOnClassesThat(resideInAPackage("jdk.incubator.vector..")),
                RUNTIME);
        check(noClasses().should().dependOnClassesThat(resideInAPackage("jdk.incubator.vector..")), COMPILER);
    }

    /**
     * Two classes may: the process that answers another tool, and the one that says, once, which flag of the JVM is missing
     * where vectors are not to be had: a program that embeds a model has no other way to learn of it.
     */
    @Test
    void only_the_command_line_uses_standard_streams() {
        ArchRule rule = noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.dlm.compiler.pipeline.CompilerProcess")
                .and(not(nameStartingWith("org.dlm.runtime.vector.VectorSupport")))
                .should(ACCESS_STANDARD_STREAMS);
        check(rule, COMPILER);
        check(rule, RUNTIME);
    }

    @Test
    void nobody_logs_through_a_library() {
        check(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING, COMPILER);
        check(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING, RUNTIME);
    }

    @Test
    void every_package_says_what_goes_in_and_out() throws IOException {
        List<Path> silent = new ArrayList<>(silentPackages(Path.of("src/main/java")));
        silent.addAll(silentPackages(Path.of("../runtime/src/main/java")));

        assertEquals(List.of(), silent);
    }

    /** Read off the sources, since a package-info without annotations leaves no class file. */
    private static List<Path> silentPackages(Path sourceRoot) throws IOException {
        try (Stream<Path> files = Files.walk(sourceRoot)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                    .sorted()
                    .toList();
        }
    }

    /** Packages that the road names ahead of their first class are fine. */
    private static void check(ArchRule rule, JavaClasses classes) {
        rule.allowEmptyShould(true).check(classes);
    }

    private static String pattern(String stage) {
        return "org.dlm.compiler." + stage + "..";
    }

    private static boolean isIn(String name, String stage) {
        String folder = "org.dlm.compiler." + stage;
        return name.equals(folder) || name.startsWith(folder + ".");
    }
}
