package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.DlmCompiler;
import org.dlm.compiler.pipeline.InMemoryCompiler;
import org.dlm.compiler.source.SourceFile;
import org.dlm.runtime.program.ModelFactory;

/** The whole road for a test: from a text to running classes, {@code Models.compile(Models.test("mlp"), "Mlp", F64)}. */
final class Models {
    /** Enough for every test here. */
    private static final int MAX_BATCH = 256;

    private Models() {}

    /** A text of the samples, such as {@code mnist/src/main/dlm/mlp.dlm}. */
    static SourceFile sample(String path) {
        return text(Path.of("..", "samples").resolve(path));
    }

    /** A text of the benchmarks, such as {@code resnet20}. */
    static SourceFile benchmark(String name) {
        return text(Path.of("..", "benchmarks", "models", name + ".dlm"));
    }

    private static SourceFile text(Path file) {
        try {
            return new SourceFile(file.getFileName().toString(), Files.readString(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** A text of these tests. */
    static SourceFile test(String name) {
        String path = "/dlm/" + name + ".dlm";
        try (InputStream in = Models.class.getResourceAsStream(path)) {
            return new SourceFile(name + ".dlm", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static ModelFactory compile(SourceFile source, String model, Precision precision) {
        return compile(source, model, precision, CompileOptions.DEFAULT.vectors());
    }

    /** @param vectors widths of vectors, of which the widest that the machine has is used; plain loops without any */
    static ModelFactory compile(SourceFile source, String model, Precision precision, List<Integer> vectors) {
        CompileOptions options = new CompileOptions(precision, MAX_BATCH, vectors);
        CompileResult result = DlmCompiler.compile(new CompileRequest(List.of(source), options));
        assertTrue(result.succeeded(), () -> result.diagnostics().toString());
        String className = result.models().stream()
                .filter(one -> one.model().equals(model))
                .findFirst()
                .orElseThrow()
                .className();
        try {
            return (ModelFactory) new InMemoryCompiler()
                    .compile(result.files())
                    .loadClass(className)
                    .getMethod("factory")
                    .invoke(null);
        } catch (ReflectiveOperationException fault) {
            throw new AssertionError("the generated " + className + " cannot be used", fault);
        }
    }
}
