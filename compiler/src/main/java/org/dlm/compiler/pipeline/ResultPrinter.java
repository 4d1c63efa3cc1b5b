package org.dlm.compiler.pipeline;

import java.util.stream.Collectors;
import org.dlm.compiler.diagnostics.JsonRenderer;

/**
 * Prints a result as one line of JSON for a tool in another process: <code>
 * {"files":[{"path":…,"text":…}],"diagnostics":[…]}</code>, the latter as {@link JsonRenderer} has them.
 */
final class ResultPrinter {
    private ResultPrinter() {}

    static String print(CompileResult result) {
        String files = result.files().stream().map(ResultPrinter::file).collect(Collectors.joining(",", "[", "]"));
        return "{\"files\":" + files + ",\"diagnostics\":" + JsonRenderer.render(result.diagnostics()) + "}";
    }

    private static String file(GeneratedFile file) {
        return "{\"path\":" + JsonRenderer.quoted(file.path()) + ",\"text\":" + JsonRenderer.quoted(file.text()) + "}";
    }
}
