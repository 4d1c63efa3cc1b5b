package org.dlm.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Runs of {@code dlmc} in this process, on files of a test's own folder, with models written by hand. */
final class Session {
    private final Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Session(Path folder) {
        this.folder = folder;
    }

    /** Writes a file and gives its path. */
    String file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toString();
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    int run(String... arguments) {
        return run(false, arguments);
    }

    int runOnTerminal(String... arguments) {
        return run(true, arguments);
    }

    private int run(boolean isTerminal, String... arguments) {
        return run(new HandWrittenToolchain(), isTerminal, arguments);
    }

    /** With another compiler, such as one that fails. */
    int run(Toolchain toolchain, boolean isTerminal, String... arguments) {
        out.reset();
        err.reset();
        Console console = new Console(stream(out), stream(err), isTerminal);
        return new Dlmc(console, toolchain).run(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The object on the last line of the output. */
    Map<String, Object> answer() {
        String last = out().lines().toList().getLast();
        try {
            return JSON.std.mapFrom(last);
        } catch (IOException malformed) {
            throw new AssertionError("not a JSON object: " + last, malformed);
        }
    }

    double number(String member) {
        return ((Number) answer().get(member)).doubleValue();
    }

    /** A text as it is, anything else as JSON. */
    String text(String member) {
        Object value = answer().get(member);
        try {
            return value instanceof String text ? text : JSON.std.asString(value);
        } catch (IOException cannotHappenInMemory) {
            throw new AssertionError(cannotHappenInMemory);
        }
    }
}
