package org.dlm.compiler.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dlm.compiler.diagnostics.Diagnostic;
import org.dlm.compiler.diagnostics.Note;
import org.dlm.compiler.source.Span;

/**
 * Prints results as JSON for tools in other processes: <code>
 * {"files":[{"path":…,"text":…}],"diagnostics":[{"id":…,"severity":…,"path":…,"line":…,"column":…,"message":…,"notes":[…]}]}
 * </code>; places and suggestions are left out where there are none.
 */
public final class ResultPrinter {
    private ResultPrinter() {}

    public static String print(CompileResult result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("files", result.files().stream().map(ResultPrinter::file).toList());
        answer.put(
                "diagnostics",
                result.diagnostics().stream().map(ResultPrinter::diagnostic).toList());
        return JsonWriter.write(answer);
    }

    /** The diagnostics alone, as a JSON list. */
    public static String print(List<Diagnostic> diagnostics) {
        return JsonWriter.write(
                diagnostics.stream().map(ResultPrinter::diagnostic).toList());
    }

    private static Map<String, Object> file(GeneratedFile file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", file.path());
        fields.put("text", file.text());
        return fields;
    }

    private static Map<String, Object> diagnostic(Diagnostic diagnostic) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", diagnostic.id().slug());
        fields.put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        place(diagnostic.span(), fields);
        fields.put("message", diagnostic.message());
        fields.put("notes", diagnostic.notes().stream().map(ResultPrinter::note).toList());
        diagnostic.suggestion().ifPresent(suggestion -> fields.put("suggestion", suggestion));
        return fields;
    }

    private static Map<String, Object> note(Note note) {
        Map<String, Object> fields = new LinkedHashMap<>();
        note.span().ifPresent(span -> place(span, fields));
        fields.put("message", note.message());
        return fields;
    }

    private static void place(Span span, Map<String, Object> fields) {
        fields.put("path", span.file().path());
        fields.put("line", span.line());
        fields.put("column", span.column());
    }
}
