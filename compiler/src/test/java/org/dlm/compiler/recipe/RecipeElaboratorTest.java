package org.dlm.compiler.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.Declaration;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.diagnostics.Severity;
import org.dlm.compiler.elaborate.DataPlan;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.ModelElaborator;
import org.dlm.compiler.elaborate.ResolvedLibrary;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.interpret.Inputs;
import org.dlm.compiler.interpret.Interpreter;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.resolve.ResolvedProgram;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.StandardLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes: settings, data blocks and what is wrong with them. */
class RecipeElaboratorTest {
    private static final String MODEL = """
            model M(classes: int = 3) {
              input  x: float[2]
              target label: class[classes]
              logits = x -> dense(classes)
              loss   total = crossEntropy(logits, label)
              metric accuracy = correct(logits, label)
            }
            """;
    private static final String DATA = "data { t = csv(\"a.csv\") x = t[0:2] label = t[\"kind\"] }\n";
    private static final String MINIMIZE = "minimize total using sgd(0.1)\n";

    @Test
    void settings_have_the_languages_defaults() {
        TrainingPlan plan = plan(DATA + MINIMIZE);
        assertEquals(
                List.of(1, 32, 0L, true, Optional.empty()),
                List.of(plan.epochs(), plan.batch(), plan.seed(), plan.shuffle(), plan.keep()));
    }

    @Test
    void settings_are_computed() {
        TrainingPlan plan = plan("epochs = 2 * 5 batch = 64 seed = 7\n"
                + "data { t = csv(\"a.csv\") x = t[0:2] label = t[2] split train = 0.75, val = 20 with shuffle = false }\n"
                + MINIMIZE + "keep min val.total");
        assertEquals(List.of(10, 64, 7L, false), List.of(plan.epochs(), plan.batch(), plan.seed(), plan.shuffle()));
        assertEquals(
                List.of(new TrainingPlan.Split("train", 0.75, true), new TrainingPlan.Split("val", 20, false)),
                plan.splits());
        assertEquals(Optional.of(new TrainingPlan.Keep("val", "total", false)), plan.keep());
    }

    @Test
    void columns_are_typed_by_the_ports_that_they_feed() {
        DataPlan data = plan(DATA + MINIMIZE).data().getFirst();
        assertEquals(
                List.of("float", "float", "int"),
                data.columns().stream().map(c -> c.type().toString()).toList());
        assertEquals(Optional.of(3), data.columns().getLast().classes());
        assertEquals(
                new DataPlan.ColumnChoice.Named("kind"),
                data.columns().getLast().choice());
        assertEquals(1, data.sources().size());
    }

    @Test
    void what_follows_a_reader_is_ordinary_arithmetic() {
        DataPlan data = plan("data { t = csv(\"a.csv\") x = (t[0:2] - [1.0, 2.0]) / 4 label = t[2] }\n" + MINIMIZE)
                .data()
                .getFirst();
        Inputs inputs = Inputs.ofBatch(1)
                .with(OpKind.Role.COLUMN, "column 0", 5)
                .with(OpKind.Role.COLUMN, "column 1", 4)
                .with(OpKind.Role.COLUMN, "column 2", 1);
        assertArrayEquals(
                new double[] {1, 0.5},
                Interpreter.run(data.graph(), inputs).result("x").elements(),
                1e-12);
    }

    @Test
    void several_names_take_the_results_of_a_reader_in_order() {
        DataPlan data = plan("data { x, label = synthetic.moons(100) }\n" + MINIMIZE)
                .data()
                .getFirst();
        assertEquals(
                List.of(new DataPlan.ColumnChoice.At(0), new DataPlan.ColumnChoice.At(1)),
                data.columns().stream().map(DataPlan.Column::choice).toList());
    }

    @Test
    void every_port_needs_a_source() {
        assertErrors(
                "data { x = csv(\"a.csv\") }\n" + MINIMIZE,
                "missing-source: the block data gives no source to the target label: int");
    }

    @Test
    void an_unknown_setting_is_named() {
        assertErrors(
                "epoch = 3\n" + DATA + MINIMIZE,
                "unknown-setting: there is no setting epoch; there are epochs, batch, seed, clip, steps, accumulate, average;"
                        + " did you mean `epochs`?");
    }

    @Test
    void a_loss_must_be_one_of_the_models() {
        assertErrors(
                DATA + "minimize accuracy using sgd(0.1)",
                "unknown-name: the model M has no loss accuracy; it has total");
    }

    @Test
    void settings_have_a_least_value() {
        assertErrors("epochs = 0\n" + DATA + MINIMIZE, "bad-recipe: epochs is at least 1, found 0");
    }

    @Test
    void what_is_not_built_yet_says_so() {
        assertErrors(
                DATA + MINIMIZE + "freeze \"dense1/**\"",
                "not-built-yet: freeze is part of the language but not built yet in this version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load \"a.safetensors\" into \"dense1/**\" from \"features/**\"",
                "copy \"dense1/**\" into \"dense1/**\" every 1 rate 0.005",
                "project clamp(0, 1) over \"**/W\"",
                "freeze \"dense1/**\" until epoch >= 2",
                "stop when stalled(val.total, 3)",
                "steps = 100",
                "accumulate = 2",
                "average = ema(0.999)",
                "set beta = warmup(5)",
                "each step { minimize total using sgd(0.1) }",
            })
    void verbs_and_settings_of_a_later_version_say_so(String item) {
        assertNotBuiltYet(DATA + (item.startsWith("each") ? "" : MINIMIZE) + item);
    }

    @ParameterizedTest
    @ValueSource(strings = {"with weight = t[3]", "with balance = label", "with bucket = 10", "augment { x = 2 * x }"})
    void parts_of_data_blocks_of_a_later_version_say_so(String item) {
        assertNotBuiltYet("data { t = csv(\"a.csv\") x = t[0:2] label = t[\"kind\"] " + item + " }\n" + MINIMIZE);
    }

    private static void assertNotBuiltYet(String recipe) {
        DiagnosticCollector problems = new DiagnosticCollector();
        elaborate(recipe, problems);
        List<String> errors = problems.diagnostics().stream()
                .filter(d -> d.severity() == Severity.ERROR)
                .map(d -> d.id().slug())
                .toList();
        assertEquals(
                List.of("not-built-yet"), errors, () -> problems.diagnostics().toString());
    }

    private static TrainingPlan plan(String recipe) {
        DiagnosticCollector problems = new DiagnosticCollector();
        return elaborate(recipe, problems)
                .orElseThrow(() -> new AssertionError(problems.diagnostics().toString()));
    }

    private static void assertErrors(String recipe, String... expected) {
        DiagnosticCollector problems = new DiagnosticCollector();
        elaborate(recipe, problems);
        assertEquals(
                List.of(expected),
                problems.diagnostics().stream()
                        .filter(d -> d.severity() == Severity.ERROR)
                        .map(d -> d.id().slug() + ": " + d.message())
                        .toList());
    }

    private static Optional<TrainingPlan> elaborate(String recipe, DiagnosticCollector problems) {
        DiagnosticCollector names = new DiagnosticCollector();
        FileUnit unit = Parser.parse(new SourceFile("case.dlm", MODEL + "train M {\n" + recipe + "\n}"), problems);
        List<FileUnit> library = StandardLibrary.files().stream()
                .map(file -> Parser.parse(file, problems))
                .toList();
        ResolvedProgram program = Resolver.resolve(List.of(unit), library, names);
        ResolvedLibrary seen = new ResolvedLibrary(program);
        Declaration.Callable declared =
                (Declaration.Callable) unit.declarations().get(0);
        Declaration.Train train = (Declaration.Train) unit.declarations().get(1);
        ElaboratedModel model =
                new ModelElaborator(seen, problems).elaborate(declared).orElseThrow();
        return RecipeElaborator.elaborate(train, model, seen, problems);
    }
}
