package org.dlm.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticLogTest {
    @TempDir
    private Path root;

    @Test
    void errors_and_warnings_are_written_with_their_place_and_the_build_fails_once() throws IOException {
        Files.writeString(root.resolve("a.dlm"), "");
        CompilerAnswer answer = CompilerAnswer.parse("""
                {"files":[],"diagnostics":[
                 {"id":"unused-value","severity":"warning","path":"a.dlm","line":3,"column":1,
                  "message":"Nobody reads h.","notes":[]},
                 {"id":"shape-mismatch","severity":"error","path":"a.dlm","line":7,"column":14,
                  "message":"x is float[3], W takes float[4].",
                  "notes":[{"path":"std/dense.dlm","line":5,"column":2,"message":"reached through dense"},
                           {"message":"no place"}],
                  "suggestion":"flatten"}]}
                """);
        Lines lines = new Lines();

        MojoFailureException failure =
                assertThrows(MojoFailureException.class, () -> new DiagnosticLog(lines, root).write(answer));

        assertEquals("dlm: 1 error, in a.dlm:7.", failure.getMessage());
        assertEquals(
                List.of(
                        "warning " + root + "/a.dlm:3:1: unused-value: Nobody reads h.",
                        "error " + root + "/a.dlm:7:14: shape-mismatch: x is float[3], W takes float[4].\n"
                                + "    std/dense.dlm:5:2: reached through dense\n"
                                + "    no place\n"
                                + "    try: flatten"),
                lines.written);
    }

    @Test
    void warnings_alone_do_not_fail() throws Exception {
        CompilerAnswer answer = CompilerAnswer.parse("""
                {"files":[{"path":"A.java","text":"class A {}"}],"diagnostics":[
                 {"id":"unused-value","severity":"warning","path":"a.dlm","line":3,"column":1,
                  "message":"Nobody reads h.","notes":[]}]}
                """);
        Lines lines = new Lines();

        new DiagnosticLog(lines, root).write(answer);

        assertEquals(List.of("warning a.dlm:3:1: unused-value: Nobody reads h."), lines.written);
        assertEquals(List.of(new CompilerAnswer.JavaFile("A.java", "class A {}")), answer.files());
    }

    @Test
    void a_message_cannot_control_the_terminal() throws Exception {
        CompilerAnswer answer = CompilerAnswer.parse("""
                {"files":[],"diagnostics":[
                 {"id":"unused-value","severity":"warning","path":"\\u001b[2J.dlm","line":3,"column":1,
                  "message":"found \\u202e\\u009b gr\\u00fcn","notes":[]}]}
                """);
        Lines lines = new Lines();

        new DiagnosticLog(lines, root).write(answer);

        assertEquals(
                List.of("warning [U+001B][2J.dlm:3:1: unused-value: found [U+202E][U+009B] gr\u00fcn"), lines.written);
    }

    /** Keeps what is logged. */
    private static final class Lines extends SystemStreamLog {
        private final List<String> written = new ArrayList<>();

        @Override
        public void error(CharSequence line) {
            written.add("error " + line);
        }

        @Override
        public void warn(CharSequence line) {
            written.add("warning " + line);
        }
    }
}
