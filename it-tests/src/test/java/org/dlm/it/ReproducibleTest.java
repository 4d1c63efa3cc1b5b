package org.dlm.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dlm.compiler.pipeline.CompileOptions;
import org.dlm.compiler.pipeline.CompileRequest;
import org.dlm.compiler.pipeline.CompileResult;
import org.dlm.compiler.pipeline.DlmCompiler;
import org.dlm.compiler.pipeline.GeneratedFile;
import org.dlm.compiler.source.SourceFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same text gives the same bytes, whenever and wherever it lies. */
class ReproducibleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"digits/src/main/dlm/digits.dlm", "mnist/src/main/dlm/mlp.dlm", "mnist/src/main/dlm/lenet5.dlm"})
    void a_sample_gives_the_same_bytes_again_and_in_another_folder(
            String sample, @TempDir Path one, @TempDir Path other) throws IOException {
        String text = Models.sample(sample).text();
        String name = Path.of(sample).getFileName().toString();
        List<GeneratedFile> first = generated(Files.writeString(one.resolve(name), text));
        assertFalse(first.isEmpty());
        assertEquals(first, generated(one.resolve(name)));
        assertEquals(first, generated(Files.writeString(other.resolve(name), text)));
    }

    /** As the edges do it: paths are those below the source root. */
    private static List<GeneratedFile> generated(Path file) throws IOException {
        SourceFile source = new SourceFile(file.getFileName().toString(), Files.readString(file));
        CompileResult result = DlmCompiler.compile(new CompileRequest(List.of(source), CompileOptions.DEFAULT));
        assertEquals(List.of(), result.diagnostics());
        return result.files();
    }
}
