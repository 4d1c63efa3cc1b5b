package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Which classes models get, and what happens where two models would get the same. */
class GeneratedClassesTest {
    private static final String BODY =
            " { input x: float[2]  param W: float[2] = 1  output y = x * W  loss total = sum(i : x[i] * W[i]) }\n";
    private static final String RECIPE = " { data { x = idx(\"x\") }  minimize total using sgd(0.1) }\n";

    private static CompileResult compile(String... texts) {
        int[] number = {0};
        List<SourceFile> files = Arrays.stream(texts)
                .map(text -> new SourceFile("f" + number[0]++ + ".dlm", text))
                .toList();
        return DlmCompiler.compile(new CompileRequest(files, CompileOptions.DEFAULT));
    }

    private static List<String> errors(String... texts) {
        return compile(texts).diagnostics().stream()
                .filter(diagnostic -> diagnostic.id() == DiagnosticId.CLASS_NAME_CLASH
                        || diagnostic.id() == DiagnosticId.BAD_JAVA_NAME
                        || diagnostic.id() == DiagnosticId.DUPLICATE_NAME)
                .map(diagnostic -> diagnostic.id().slug() + ": " + diagnostic.message())
                .toList();
    }

    @Test
    void a_model_whose_name_is_that_of_another_ones_session_is_refused_with_both_places() {
        CompileResult result = compile("package p model A" + BODY, "package p model ASession" + BODY);

        Diagnostic clash = result.diagnostics().getFirst();
        assertEquals(DiagnosticId.CLASS_NAME_CLASH, clash.id());
        assertEquals("the class ASession is generated for two models, ASession and A", clash.message());
        assertEquals("f1.dlm:1:17", clash.span().toString());
        assertEquals(
                "f0.dlm:1:17", clash.notes().getFirst().span().orElseThrow().toString());
        assertTrue(result.files().isEmpty());
    }

    @Test
    void models_that_differ_in_case_alone_are_refused_in_one_package() {
        assertEquals(
                List.of(
                        "class-name-clash: the classes NET and Net of the models NET and Net would be one file where upper and"
                                + " lower case are the same"),
                errors("package p model Net" + BODY, "package p model NET" + BODY));
        assertEquals(List.of(), errors("package p model Net" + BODY, "package q model NET" + BODY));
    }

    @Test
    void the_classes_of_a_recipe_count_as_well() {
        assertEquals(
                List.of("class-name-clash: the class ABRecipe is generated for two models, AB and A"),
                errors("model A" + BODY + "train A as b" + RECIPE, "model AB" + BODY + "train AB" + RECIPE));
    }

    @Test
    void a_class_cannot_have_the_name_of_a_package() {
        assertEquals(
                List.of("class-name-clash: the class p.q, generated for the model q, has the name of a package"),
                errors("package p model q" + BODY, "package p.q.r model A" + BODY));
    }

    @Test
    void two_recipes_of_one_name_in_two_files_are_refused() {
        assertEquals(
                List.of("duplicate-name: there are two recipes 'fit' of the model A"),
                errors(
                        "package p model A" + BODY + "train A as fit" + RECIPE,
                        "package p import f0 train A as fit" + RECIPE));
    }

    @Test
    void recipes_that_differ_in_case_alone_have_classes_of_their_own_whatever_else_is_compiled() {
        String model = "package p model A" + BODY + "train A as fit" + RECIPE + "train A as Fit" + RECIPE;
        List<String> alone =
                compile(model).files().stream().map(GeneratedFile::path).toList();
        List<String> together = compile(model, "package p model B" + BODY).files().stream()
                .map(GeneratedFile::path)
                .filter(path -> path.startsWith("p/A"))
                .toList();

        assertTrue(alone.containsAll(List.of("p/AFitTrainer.java", "p/AFitTrainer2.java")), alone.toString());
        assertEquals(alone, together);
        assertEquals(
                alone.size(),
                alone.stream()
                        .map(String::toLowerCase)
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void outputs_keep_their_names_where_java_has_the_name_for_a_field() {
        String text = compile(
                        "model A { input x: float[2]  output step = x * 2  output batch = x * 3 output a_b = x * 4"
                                + " output wait = x * 5 }")
                .files()
                .stream()
                .filter(file -> file.path().equals("ASession.java"))
                .map(GeneratedFile::text)
                .findFirst()
                .orElseThrow();

        for (String method : List.of("step", "batch", "aB", "wait2")) {
            assertTrue(text.contains("public float[] " + method + "(float[] x)"), text);
        }
    }

    /** Each hides a type that generated code uses from all others of the package. */
    @Test
    void models_may_be_called_like_types_of_java_and_of_the_runtime() {
        List<String> models = List.of(
                "Math",
                "Float",
                "Double",
                "Integer",
                "String",
                "Override",
                "Object",
                "System",
                "Record",
                "List",
                "Path",
                "IllegalArgumentException",
                "Weights",
                "Model",
                "Arena",
                "Batch",
                "Team",
                "Work",
                "Shape",
                "Functions",
                "FloatVector",
                "VectorOperators",
                "Recipe",
                "Inference",
                "weights",
                "request",
                "factory");
        String text = models.stream()
                .filter(name -> !name.equals("weights"))
                .map(name -> "model " + name + BODY + "train " + name + RECIPE)
                .collect(Collectors.joining());

        CompileResult result =
                compile("package p " + text, "package q model weights" + BODY + "train weights" + RECIPE);

        assertEquals(List.of(), result.diagnostics());
        new InMemoryCompiler().compile(result.files());
    }

    @Test
    void words_of_java_and_foreign_packages_are_refused() {
        assertEquals(
                List.of("bad-java-name: a class is generated for this model, and no Java class can be called 'record'"),
                errors("model record" + BODY));
        for (String name :
                List.of("class.int", "a.class", "java.nets", "java", "javax.swing", "org.dlm.runtime.model")) {
            assertEquals(1, errors("package " + name + " model A" + BODY).size(), name);
        }
        assertEquals(
                List.of(
                        "bad-java-name: a class is generated for this model, and a Java class 'org' would hide the packages that"
                                + " begin with org"),
                errors("model org" + BODY));
        assertEquals(List.of(), errors("package record.javax.var model A" + BODY));
    }

    @Test
    void a_class_name_that_no_file_system_bears_is_refused() {
        String name = "A".repeat(190);
        assertEquals(1, errors("model " + name + BODY).size());
        assertEquals(List.of(), errors("model " + "A".repeat(170) + BODY));
        assertEquals(1, errors("model A" + BODY + "train A as " + name + RECIPE).size());
    }
}
