package org.dlm.cli;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.diagnostics.Suggestions;
import org.dlm.compiler.pipeline.CompileGoal;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.GeneratedModel;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.runtime.problem.ProblemException;

/** What every command begins with: compiles the named file, shows what the compiler says, and picks the model. */
final class ModelLoader {
    private final Console console;
    private final Toolchain toolchain;

    ModelLoader(Console console, Toolchain toolchain) {
        this.console = console;
        this.toolchain = toolchain;
    }

    /** With the generated Java; throws where the text has errors. */
    CompileResult compile(SourceTree tree, CompileOptions options, StageListener listener) {
        return compile(tree, new CompileRequest(tree.files(), options), listener);
    }

    /** What there is to know without generated Java; throws where the text has errors. */
    CompileResult check(SourceTree tree) {
        CompileOptions plain = CompileOptions.DEFAULT.with(List.of());
        return compile(tree, new CompileRequest(tree.files(), plain, CompileGoal.PROBLEMS), StageListener.NONE);
    }

    private CompileResult compile(SourceTree tree, CompileRequest request, StageListener listener) {
        CompileResult result = toolchain.compile(request, listener);
        new DiagnosticPrinter(console, tree.root()).print(result.diagnostics());
        if (!result.succeeded()) {
            throw new DiagnosticsException(result.diagnostics());
        }
        return result;
    }

    /** The named model's summary. */
    ModelSummary summary(ModelArgument argument) {
        SourceTree tree = SourceTree.of(argument.file());
        return choose(tree, check(tree), argument.model());
    }

    /** The named model, ready to run. */
    LoadedModel load(ModelArgument argument, CompileOptions options) {
        return load(argument, options, StageListener.NONE);
    }

    /** The same for a command that looks into the generated classes. */
    LoadedModel load(ModelArgument argument, CompileOptions options, StageListener listener) {
        SourceTree tree = SourceTree.of(argument.file());
        CompileResult result = compile(tree, options, listener);
        ModelSummary model = choose(tree, result, argument.model());
        return new LoadedModel(tree, model, toolchain.load(result, model));
    }

    /** What the compiler generates for the named model, which is not run. */
    GeneratedModel generated(ModelArgument argument, CompileOptions options) {
        SourceTree tree = SourceTree.of(argument.file());
        GeneratedModels models = new GeneratedModels();
        CompileResult result = compile(tree, options, models);
        return models.of(choose(tree, result, argument.model()).model());
    }

    private static ModelSummary choose(SourceTree tree, CompileResult result, Optional<String> wanted) {
        List<ModelSummary> own = result.models().stream()
                .filter(model -> tree.main().map(model.sourcePath()::equals).orElse(true))
                .toList();
        List<ModelSummary> models = own.isEmpty() || wanted.isPresent() ? result.models() : own;
        List<String> names = models.stream().map(ModelSummary::model).toList();
        if (models.isEmpty()) {
            throw new ProblemException(
                    tree.main().orElse(tree.root().toString()) + " declares no model; this command needs one");
        }
        if (wanted.isPresent()) {
            return models.stream()
                    .filter(model -> model.model().equals(wanted.get()))
                    .findFirst()
                    .orElseThrow(() -> unknown(wanted.get(), names));
        }
        if (models.size() > 1) {
            throw new ProblemException("there are several models: " + String.join(", ", names)
                    + ". Say which one: --model " + names.getFirst());
        }
        return models.getFirst();
    }

    private static ProblemException unknown(String wanted, List<String> names) {
        return new ProblemException("there is no model '" + wanted + "'; there is " + String.join(", ", names)
                + Suggestions.didYouMean(wanted, names)
                        .map(question -> "; " + question)
                        .orElse(""));
    }
}
