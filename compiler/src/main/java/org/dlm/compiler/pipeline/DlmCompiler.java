package org.dlm.compiler.pipeline;

import com.palantir.javapoet.JavaFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dlm.compiler.ast.FileUnit;
import org.dlm.compiler.diagnostics.DiagnosticCollector;
import org.dlm.compiler.elaborate.ElaboratedModel;
import org.dlm.compiler.elaborate.Library;
import org.dlm.compiler.elaborate.ModelElaborator;
import org.dlm.compiler.elaborate.ResolvedLibrary;
import org.dlm.compiler.emit.ModelEmitter;
import org.dlm.compiler.emit.ModelPlan;
import org.dlm.compiler.format.Formatter;
import org.dlm.compiler.graph.GraphPrinter;
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

    private DlmCompiler(CompileRequest request, List<SourceFile> libraryTexts, StageListener listener) {
        this.request = request;
        this.libraryTexts = libraryTexts;
        this.listener = listener;
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

    private CompileResult run() {
        List<FileUnit> units = parse(request.sources());
        List<FileUnit> library = parse(libraryTexts);
        if (!problems.hasErrors()) {
            ResolvedProgram program = Resolver.resolve(units, library, problems);
            units.forEach(unit -> show(CompileStage.AST, unit));
            List<ModelSource> models = ModelSource.of(program, units, problems);
            GeneratedClassChecker.check(models, units, problems);
            for (ModelSource model : models) {
                compile(model, new ResolvedLibrary(program));
            }
        }
        return problems.hasErrors()
                ? new CompileResult(List.of(), List.of(), problems.diagnostics())
                : new CompileResult(files, summaries, problems.diagnostics());
    }

    private List<FileUnit> parse(List<SourceFile> sources) {
        return sources.stream().map(source -> Parser.parse(source, problems)).toList();
    }

    private void compile(ModelSource source, Library library) {
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
        if (problems.hasErrors()) {
            return;
        }
        ModelPlanner planner = new ModelPlanner(request.options(), library, problems, listener);
        ModelPlan plan =
                planner.plan(model, recipes, source.packageName(), SourceHash.of(request.sources(), libraryTexts));
        if (problems.hasErrors()) {
            return;
        }
        for (JavaFile file : ModelEmitter.emit(plan)) {
            GeneratedFile generated = GeneratedFiles.of(file);
            listener.reached(CompileStage.JAVA, generated.path(), generated::text);
            files.add(generated);
        }
        summaries.add(Summaries.of(model, recipes, source.packageName(), source.path()));
    }

    private void show(CompileStage stage, FileUnit unit) {
        listener.reached(stage, unit.span().file().path(), () -> Formatter.format(unit));
    }
}
