package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    @TempDir
    Path folder;

    Session session;

    @BeforeEach
    void begin() {
        session = new Session(folder);
    }

    @Test
    void a_good_file_has_no_problems() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.GOOD, session.run("check", file, "--json"));
        assertTrue(session.out().startsWith("1 file: no problems\n  model Moons: 3 parameters"), session.out());
        assertEquals("true", session.text("succeeded"));
    }

    @Test
    void a_misspelt_layer_is_shown_in_its_line_with_a_suggestion() throws IOException {
        String file = session.file("moons.dlm", "model Moons {\n  y = x -> densse(3)\n}\n");

        assertEquals(ExitCode.MODEL_OR_DATA, session.run("check", file));
        assertEquals(file + """
                        :2:12: unknown-name: there is no layer 'densse'
                          2 |   y = x -> densse(3)
                            |            ^^^^^^
                          note: reached through Moons
                          try: did you mean 'dense'?

                        dlmc: 1 error
                        """, session.err());
    }

    @Test
    void of_hundreds_of_errors_the_first_are_shown_and_the_others_counted() throws IOException {
        StringBuilder text = new StringBuilder("model A {\n  input x: float[3]\n");
        for (int i = 0; i < 300; i++) {
            text.append("  v").append(i).append(" = rleu(x)\n");
        }
        String file =
                session.file("many.dlm", text.append("  output y = x\n}\n").toString());

        assertEquals(ExitCode.MODEL_OR_DATA, session.run(new InMemoryToolchain(), false, "check", file, "--json"));

        assertEquals(100, session.err().split("there is no function or layer 'rleu'", -1).length - 1);
        assertFalse(session.err().contains("is never read"), "errors come before warnings");
        assertTrue(session.err().endsWith("... and 500 more\n\ndlmc: 300 errors, 300 warnings\n"), session.err());
        String all = session.text("diagnostics");
        assertEquals(300, all.split("\"unknown-name\"", -1).length - 1);
        assertEquals(100, all.split("did you mean", -1).length - 1, "looking for near names takes time");
    }

    @Test
    void with_json_the_errors_are_on_the_last_line() throws IOException {
        String file = session.file("moons.dlm", "model Moons {\n  y = x -> densse(3)\n}\n");

        assertEquals(ExitCode.MODEL_OR_DATA, session.run("check", file, "--json"));
        assertEquals("false", session.text("succeeded"));
        assertTrue(session.text("diagnostics").contains("\"id\":\"unknown-name\""), session.out());
    }

    @Test
    void a_missing_file_is_told_with_one_that_is_near() throws IOException {
        session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.MODEL_OR_DATA, session.run("check", session.path("mons.dlm")));
        assertTrue(session.err().contains("there is no file"), session.err());
        assertTrue(session.err().contains("did you mean `moons.dlm`?"), session.err());
    }

    @Test
    void emit_prints_what_the_stage_hands_on() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.GOOD, session.run("check", file, "--emit=graph"));
        assertTrue(session.out().startsWith("// graph: Moons\n%0 = input point\n"), session.out());
    }

    @Test
    void a_stage_without_anything_to_show_is_told() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.GOOD, session.run("check", file, "--emit=memory"));
        assertTrue(session.err().contains("the stage memory has nothing to show here"), session.err());
    }

    @Test
    void a_file_without_a_model_cannot_be_summed_up() throws IOException {
        String file = session.file("layers.dlm", "fn f(x: float): float = x");

        assertEquals(ExitCode.MODEL_OR_DATA, session.run("summary", file));
        assertTrue(session.err().contains("declares no model"), session.err());
    }

    @Test
    void of_several_models_one_must_be_named() throws IOException {
        String file = session.file("moons.dlm", "model Moons {} model WrongMoons {}");

        assertEquals(ExitCode.MODEL_OR_DATA, session.run("summary", file));
        assertTrue(session.err().contains("--model Moons"), session.err());
        assertEquals(ExitCode.MODEL_OR_DATA, session.run("summary", file, "--model", "Mons"));
        assertTrue(session.err().contains("there is Moons, WrongMoons; did you mean `Moons`?"), session.err());
        assertEquals(ExitCode.GOOD, session.run("summary", file, "--model", "WrongMoons"));
    }

    @Test
    void the_summary_has_a_row_for_each_instance_and_the_sums() throws IOException {
        String file = session.file("moons.dlm", "model Moons");

        assertEquals(ExitCode.GOOD, session.run("summary", file, "--json"));
        assertEquals("""
                model Moons, for one example
                instance  layer    output  parameters  multiply-adds  activations  receptive field
                ----------------------------------------------------------------------------------
                head      dense    [1]              3              2          4 B
                sigmoid1  sigmoid  [1]              0              0          4 B
                ----------------------------------------------------------------------------------
                total                               3              2          8 B
                """, session.out().substring(0, session.out().indexOf('{')));
        assertEquals(3, session.number("parameters"));
    }
}
