package org.dlm.maven;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compiler's answer to one request, read from its JSON. */
record CompilerAnswer(List<JavaFile> files, List<Message> messages) {
    /** One generated file; the path is below the output folder. */
    record JavaFile(String path, String text) {}

    /** One diagnostic about a source file, with its notes in the order in which they are to be read. */
    record Message(String id, boolean error, Place place, String text, List<Note> notes, Optional<String> suggestion) {}

    record Note(Optional<Place> place, String text) {}

    /** Line and column count from 1. */
    record Place(String file, int line, int column) {}

    CompilerAnswer {
        files = List.copyOf(files);
        messages = List.copyOf(messages);
    }

    static CompilerAnswer parse(String json) throws IOException {
        Map<String, Object> answer = JSON.std.mapFrom(json);
        return new CompilerAnswer(
                objects(answer, "files").stream().map(CompilerAnswer::javaFile).toList(),
                objects(answer, "diagnostics").stream()
                        .map(CompilerAnswer::message)
                        .toList());
    }

    List<Message> errors() {
        return messages.stream().filter(Message::error).toList();
    }

    private static JavaFile javaFile(Map<String, Object> fields) {
        return new JavaFile((String) fields.get("path"), (String) fields.get("text"));
    }

    private static Message message(Map<String, Object> fields) {
        return new Message(
                (String) fields.get("id"),
                fields.get("severity").equals("error"),
                place(fields),
                (String) fields.get("message"),
                objects(fields, "notes").stream().map(CompilerAnswer::note).toList(),
                Optional.ofNullable((String) fields.get("suggestion")));
    }

    private static Note note(Map<String, Object> fields) {
        Optional<Place> place = fields.containsKey("path") ? Optional.of(place(fields)) : Optional.empty();
        return new Note(place, (String) fields.get("message"));
    }

    private static Place place(Map<String, Object> fields) {
        return new Place((String) fields.get("path"), (Integer) fields.get("line"), (Integer) fields.get("column"));
    }

    @SuppressWarnings("unchecked") // the JSON reader knows no type parameters
    private static List<Map<String, Object>> objects(Map<String, Object> fields, String name) {
        return (List<Map<String, Object>>) fields.get(name);
    }
}
