package org.dlm.compiler.pipeline;

import com.palantir.javapoet.JavaFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.elaborate.ConstantChecker;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.elaborate.ModelElaborator;
import org.dlm.compiler.elaborate.ResolvedLibrary;
import org.dlm.compiler.emit.EmittedModel;
import org.dlm.compiler.emit.ModelEmitter;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.format.Formatter;
import org.dlm.compiler.graph.GraphPrinter;
import org.dlm.compiler.memory.ArrayTooLargeException;
import org.dlm.compiler.parse.Parser;
import org.dlm.compiler.recipe.RecipeElaborator;
import org.dlm.compiler.recipe.TrainingPlan;
import org.dlm.compiler.resolve.ResolvedProgram;
import org.dlm.compiler.resolve.Resolver;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.StandardLibrary;

/**
 * The whole road from text to Java on one screen:
 *
 * <pre>
 * text → AST → resolved names → graph per example → recipe
 *      → batched → backward → optimized, fused → kernels → memory → Java
 * </pre>
 *
 * The second line is {@link ModelPlanner}.
 */
public final class DlmCompiler {
    private final CompileRequest request;
    private final List<SourceFile> libraryTexts;
    private final StageListener listener;
    private final DiagnosticCollector problems = new DiagnosticCollector();
    private final List<GeneratedFile> files = new ArrayList<>();
    private final List<ModelSummary> summaries = new ArrayList<>();
    private final Set<String> paths = new HashSet<>();
    private AtWork atWork = AtWork.NOTHING;

    private DlmCompiler(CompileRequest request, List<SourceFile> libraryTexts, StageListener listener) {
        this.request = request;
        this.libraryTexts = libraryTexts;
        this.listener = new StageListener() {
            @Override
            public void reached(CompileStage stage, String subject, Supplier<String> print) {
                atWork = atWork.after(stage);
                listener.reached(stage, subject, print);
            }

            @Override
            public void generated(GeneratedModel model) {
                listener.generated(model);
            }
        };
    }

    public static CompileResult compile(CompileRequest request) {
        return compile(request, StageListener.NONE);
    }

    /** Shows each stage to a listener on the way. */
    public static CompileResult compile(CompileRequest request, StageListener listener) {
        return compile(request, StandardLibrary.files(), listener);
    }

    /** Compiles against another library: the compiler knows no declaration of the standard one. */
    public static CompileResult compile(CompileRequest request, List<SourceFile> libraryTexts, StageListener listener) {
        return new DlmCompiler(request, libraryTexts, listener).run();
    }

    /** Behind all bounds the JVM has its own, which depend on the machine: what meets them is a diagnostic too. */
    private CompileResult run() {
        try {
            return DeepStack.call(this::road);
        } catch (StackOverflowError tooDeep) {
            return exhausted("its stack");
        } catch (OutOfMemoryError tooLarge) {
            return exhausted("its memory of " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
        }
    }

    private CompileResult exhausted(String what) {
        String message = "the compiler has used up " + what + " on " + atWork.subject() + ", " + atWork.stage();
        problems.report(Diagnostic.error(DiagnosticId.COMPILER_LIMIT, atWork.span(), message)
                .withSuggestion("cut it into smaller parts, or give the compiler more memory (-Xmx)"));
        return new CompileResult(List.of(), List.of(), problems.diagnostics());
    }

    private CompileResult road() {
        List<FileUnit> units = parse(request.sources());
        List<FileUnit> library = parse(libraryTexts);
        if (!problems.hasErrors()) {
            ResolvedProgram program = Resolver.resolve(units, library, problems);
            units.forEach(unit -> show(CompileStage.AST, unit));
            Library declared = new ResolvedLibrary(program);
            ConstantChecker.check(units, declared, problems);
            List<ModelSource> models = ModelSource.of(program, units, problems);
            GeneratedClassChecker.check(models, units, problems);
            CompileGoal goal = GeneratedClassChecker.mayMeet(models) ? CompileGoal.CLASSES : request.goal();
            for (ModelSource model : models) {
                compile(model, declared, goal);
            }
        }
        return problems.hasErrors()
                ? new CompileResult(List.of(), List.of(), problems.diagnostics())
                : new CompileResult(wanted(), summaries, problems.diagnostics());
    }

    /** Classes may have been made to find what is wrong with them. */
    private List<GeneratedFile> wanted() {
        return switch (request.goal()) {
            case CLASSES -> files;
            case PROBLEMS -> List.of();
        };
    }

    private List<FileUnit> parse(List<SourceFile> sources) {
        List<FileUnit> units = new ArrayList<>();
        for (SourceFile source : sources) {
            atWork = AtWork.reading(source);
            units.add(Parser.parse(source, problems));
        }
        return units;
    }

    private void compile(ModelSource source, Library library, CompileGoal goal) {
        atWork = atWork.on(source.model());
        Optional<ElaboratedModel> elaborated =
                new ModelElaborator(library, problems).elaborate(source.model(), source.from(), source.arguments());
        if (elaborated.isEmpty()) {
            return;
        }
        ElaboratedModel model = elaborated.get();
        listener.reached(CompileStage.GRAPH, model.name(), () -> GraphPrinter.print(model.inference()));
        List<TrainingPlan> recipes = source.recipes().stream()
                .flatMap(recipe -> RecipeElaborator.elaborate(recipe, model, library, problems).stream())
                .toList();
        new HyperChecker(problems).check(model, recipes);
        if (problems.hasErrors()) {
            return;
        }
        Optional<ModelPlan> plan =
                plan(source, model, recipes, new ModelPlanner(goal, request.options(), library, problems, listener));
        if (problems.hasErrors() || plan.isEmpty()) {
            return;
        }
        switch (goal) {
            case CLASSES -> emit(plan.get(), source);
            case PROBLEMS -> {}
        }
        summaries.add(Summaries.of(model, recipes, ModelMemories.of(plan.get()), source.packageName(), source.path()));
    }

    private void emit(ModelPlan plan, ModelSource source) {
        EmittedModel emitted = ModelEmitter.emit(plan, request.options().programs());
        for (JavaFile file : emitted.files()) {
            GeneratedFile generated = GeneratedFiles.of(file);
            listener.reached(CompileStage.JAVA, generated.path(), generated::text);
            add(generated, source);
        }
        listener.generated(new GeneratedModel(plan, emitted.programs()));
    }

    /** A large program has more classes than are known before it is planned. */
    private void add(GeneratedFile generated, ModelSource source) {
        if (!paths.add(generated.path().toLowerCase(Locale.ROOT))) {
            problems.report(Diagnostic.error(
                            DiagnosticId.CLASS_NAME_CLASH,
                            source.model().name().span(),
                            "two models have the generated class " + generated.path())
                    .withSuggestion("give one of the models another name, or another package"));
        }
        files.add(generated);
    }

    private Optional<ModelPlan> plan(
            ModelSource source, ElaboratedModel model, List<TrainingPlan> recipes, ModelPlanner planner) {
        String sourceHash = SourceHash.of(request.sources(), libraryTexts);
        try {
            return Optional.of(planner.plan(model, recipes, source.packageName(), sourceHash));
        } catch (ArrayTooLargeException tooLarge) {
            problems.report(Diagnostic.error(
                    DiagnosticId.TENSOR_TOO_LARGE,
                    source.model().name().span(),
                    "the model " + model.name() + " has no room in memory: " + tooLarge.getMessage()));
            return Optional.empty();
        }
    }

    private void show(CompileStage stage, FileUnit unit) {
        listener.reached(stage, unit.span().file().path(), () -> Formatter.format(unit));
    }
}
