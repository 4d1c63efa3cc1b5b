package org.dlm.compiler.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dlm.compiler.emit.ProgramKind;
import org.dlm.compiler.graph.Precision;
import org.dlm.compiler.source.SourceFile;

/**
 * Serves one request of a tool that runs in another JVM, such as Maven on an older JDK: reads it from standard input,
 * writes the result as one line of JSON to standard output.
 *
 * <p>A request is a properties text: <pre>
 * sourceDirectory=/home/ada/digits/src/main/dlm
 * source.0=digits.dlm
 * precision=f32
 * maxBatch=1024
 * vectors=512,256,128
 * programs=predict,train,evaluate
 * </pre>
 */
public final class CompilerProcess {
    private final Function<CompileRequest, CompileResult> compiler;

    CompilerProcess(Function<CompileRequest, CompileResult> compiler) {
        this.compiler = compiler;
    }

    public static void main(String[] arguments) throws IOException {
        new CompilerProcess(DlmCompiler::compile).serve(System.in, System.out);
    }

    void serve(InputStream in, PrintStream out) throws IOException {
        Properties request = new Properties();
        request.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        CompileResult result = compiler.apply(new CompileRequest(sources(request), options(request)));
        out.println(ResultPrinter.print(result));
        out.flush();
    }

    private static List<SourceFile> sources(Properties request) throws IOException {
        Path root = Path.of(required(request, "sourceDirectory"));
        List<SourceFile> sources = new ArrayList<>();
        for (int i = 0; request.containsKey("source." + i); i++) {
            String path = required(request, "source." + i);
            sources.add(new SourceFile(path, Files.readString(root.resolve(path))));
        }
        return sources;
    }

    private static CompileOptions options(Properties request) {
        return new CompileOptions(
                Precision.valueOf(required(request, "precision").toUpperCase(Locale.ROOT)),
                Integer.parseInt(required(request, "maxBatch")),
                vectors(required(request, "vectors")),
                programs(required(request, "programs")));
    }

    /** {@code 512,256}; nothing for plain loops only. */
    private static List<Integer> vectors(String widths) {
        return widths.isBlank()
                ? List.of()
                : Arrays.stream(widths.split(","))
                        .map(String::strip)
                        .map(Integer::valueOf)
                        .toList();
    }

    /** {@code predict,train}. */
    private static Set<ProgramKind> programs(String words) {
        return Arrays.stream(words.split(","))
                .map(word -> ProgramKind.valueOf(word.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    private static String required(Properties request, String name) {
        String value = request.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException("the request has no '" + name + "'");
        }
        return value;
    }
}
