package org.dlm.compiler.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.DiagnosticId;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.source.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerProcessTest {
    @TempDir
    private Path root;

    @Test
    void the_files_named_by_the_request_are_compiled_and_answered_as_json() throws IOException {
        Files.createDirectories(root.resolve("blocks"));
        Files.writeString(root.resolve("blocks/residual.dlm"), "fn f(x: float) = \"ä\"");

        String answer = serve(
                "source.0=blocks/residual.dlm\nprecision=f64\nmaxBatch=7\nvectors=256\nprograms=predict\n",
                request -> new CompileResult(
                        List.of(new GeneratedFile(
                                "Echo.java",
                                request.sources().getFirst().path() + "\n"
                                        + request.sources().getFirst().text() + request.options())),
                        List.of()));

        assertEquals(
                "{\"files\":[{\"path\":\"Echo.java\",\"text\":\"blocks/residual.dlm\\u000a"
                        + "fn f(x: float) = \\\"\\u00e4\\\"CompileOptions[precision=F64, maxBatch=7, vectors=[256], programs=[PREDICT]]\"}],"
                        + "\"diagnostics\":[]}",
                answer);
    }

    @Test
    void diagnostics_carry_their_place_their_notes_and_their_suggestion() throws IOException {
        Files.writeString(root.resolve("a.dlm"), "const a = 1\nconst b = c");

        String answer = serve("source.0=a.dlm\nprecision=f32\nmaxBatch=1\nvectors=\nprograms=train\n", request -> {
            Span span = new Span(request.sources().getFirst(), 22, 23);
            return new CompileResult(
                    List.of(),
                    List.of(Diagnostic.error(DiagnosticId.UNKNOWN_NAME, span, "Nothing is called c.")
                            .with(Note.of("Names are told apart by case."))
                            .with(Note.at(new Span(span.file(), 6, 7), "a is here."))
                            .withSuggestion("a")));
        });

        assertEquals(
                "{\"files\":[],\"diagnostics\":[{\"id\":\"unknown-name\",\"severity\":\"error\","
                        + "\"path\":\"a.dlm\",\"line\":2,\"column\":11,\"endLine\":2,\"endColumn\":12,\"message\":\"Nothing is called c.\","
                        + "\"notes\":[{\"message\":\"Names are told apart by case.\"},"
                        + "{\"path\":\"a.dlm\",\"line\":1,\"column\":7,\"message\":\"a is here.\"}],"
                        + "\"suggestion\":\"a\"}]}",
                answer);
    }

    @Test
    void a_request_without_options_is_refused_by_name() {
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> serve(
                        "maxBatch=1\nvectors=\nprograms=train\n", request -> new CompileResult(List.of(), List.of())));

        assertEquals("the request has no 'precision'", refusal.getMessage());
    }

    private String serve(String request, Function<CompileRequest, CompileResult> compiler) throws IOException {
        String text = "sourceDirectory=" + root.toString().replace("\\", "\\\\") + "\n" + request;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CompilerProcess(compiler)
                .serve(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new PrintStream(out));
        return out.toString(StandardCharsets.US_ASCII).strip();
    }
}
