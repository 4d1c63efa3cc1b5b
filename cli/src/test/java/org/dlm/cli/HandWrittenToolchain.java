package org.dlm.cli;

import java.util.List;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.CompileStage;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.pipeline.ModelSummary;
import org.dlm.compiler.pipeline.StageListener;
import org.dlm.compiler.source.SourceFile;
import org.dlm.compiler.source.Span;
import org.dlm.runtime.program.ModelFactory;

/**
 * Knows two models, {@code Moons} and {@code WrongMoons} (with a wrong gradient), by their names in the text, and one
 * mistake, the layer {@code densse}.
 */
final class HandWrittenToolchain implements Toolchain {
    private org.dlm.runtime.model.Precision precision = org.dlm.runtime.model.Precision.F32;

    @Override
    public CompileResult compile(CompileRequest request, StageListener listener) {
        precision = request.options().precision() == Precision.F32
                ? org.dlm.runtime.model.Precision.F32
                : org.dlm.runtime.model.Precision.F64;
        SourceFile file = request.sources().getFirst();
        int mistake = file.text().indexOf("densse");
        if (mistake >= 0) {
            return new CompileResult(
                    List.of(),
                    List.of(Diagnostic.error(
                                    DiagnosticId.UNKNOWN_NAME,
                                    new Span(file, mistake, mistake + 6),
                                    "there is no layer 'densse'")
                            .with(Note.of("reached through Moons"))
                            .withSuggestion("did you mean 'dense'?")));
        }
        listener.reached(CompileStage.GRAPH, "Moons", () -> "%0 = input point");
        List<ModelSummary> models = List.of("Moons", "WrongMoons").stream()
                .filter(name -> file.text().contains("model " + name))
                .map(name -> summary(name, file))
                .toList();
        List<GeneratedFile> files = models.stream()
                .map(model -> new GeneratedFile("acme/" + model.model() + ".java", "// " + file.text()))
                .toList();
        return new CompileResult(files, models, List.of());
    }

    private static ModelSummary summary(String name, SourceFile file) {
        return new ModelSummary(
                name,
                "acme." + name,
                file.path(),
                List.of("Moons", "fromFile"),
                List.of(
                        new ModelSummary.Row("head", "dense", List.of(1), 3, 2, 4, List.of()),
                        new ModelSummary.Row("sigmoid1", "sigmoid", List.of(1), 0, 0, 4, List.of())));
    }

    @Override
    public ModelFactory load(CompileResult result, ModelSummary model) {
        return new MoonsModel(precision, model.model().equals("Moons"));
    }
}
