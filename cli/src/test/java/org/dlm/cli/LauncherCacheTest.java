package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.dlm.cli.Launcher.Ended;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache of the script: it is made once for each build, is used, and nothing that happens to it is seen. */
@EnabledOnOs(OS.LINUX)
class LauncherCacheTest {
    private static final String FROM_CACHE = "source: shared objects file";

    @TempDir
    static Path folder;

    private static String model;
    private static Launcher launcher;

    @BeforeAll
    static void write() throws IOException {
        model = Files.writeString(
                        folder.resolve("plane.dlm"), "model Plane { input x: float[3]  output y = x -> dense(2) }")
                .toString();
        launcher = Launcher.built(folder.resolve("dlm")).withJars();
    }

    @AfterAll
    static void unlink() throws IOException {
        Launcher.unlink(folder);
    }

    private static Path target(String name) {
        return launcher.root().resolve("cli/target").resolve(name);
    }

    /** Checks the model, which prints what it always does; gives the log of the classes that were loaded. */
    private static String check(String... options) throws Exception {
        return check(launcher, options);
    }

    private static String check(Launcher launcher, String... options) throws Exception {
        Path log = folder.resolve("classes.log");
        String all = "-Xlog:class+load:file=" + log + " " + String.join(" ", options);
        Ended ended = launcher.startCommand(List.of("env", "DLMC_JAVA_OPTS=" + all, launcher.script(), "check", model))
                .awaitEnd();
        assertEquals(0, ended.code(), ended.toString());
        assertEquals("1 file: no problems\n  model Plane: 8 parameters, no recipe\n", ended.out());
        assertEquals("", ended.err());
        return Files.readString(log);
    }

    private static boolean isFromCache(String log) {
        return log.lines().anyMatch(line -> line.contains(" org.dlm.cli.Dlmc " + FROM_CACHE));
    }

    @Test
    void it_is_made_once_and_used() throws Exception {
        assertTrue(isFromCache(check()));
        FileTime made = Files.getLastModifiedTime(target("dlmc.aot"));
        assertTrue(isFromCache(check()));

        assertEquals(made, Files.getLastModifiedTime(target("dlmc.aot")));
        assertEquals(
                List.of("build.lock", "classes", "dlm-cli-1.jar", "dlmc.aot", "dlmc.aot.log", "dlmc.stamp", "lib"),
                Launcher.names(target("")));
    }

    @Test
    void it_is_made_anew_for_newer_jars() throws Exception {
        check();
        Files.writeString(target("dlmc.aot"), "that of other jars");
        FileTime past = FileTime.from(Instant.now().minusSeconds(3600));
        Files.setLastModifiedTime(target("dlmc.aot.log"), past);

        assertTrue(isFromCache(check()));
    }

    @Test
    void a_broken_one_is_left_alone() throws Exception {
        check();
        byte[] whole = Files.readAllBytes(target("dlmc.aot"));
        Files.write(target("dlmc.aot"), Arrays.copyOf(whole, whole.length / 2));
        assertFalse(isFromCache(check()));

        Files.writeString(target("dlmc.aot"), "no cache at all");
        assertFalse(isFromCache(check()));
        Files.delete(target("dlmc.aot.log"));
    }

    @Test
    void options_that_it_was_not_made_with_do_no_harm() throws Exception {
        for (String options :
                List.of("-XX:-UseSerialGC -XX:+UseParallelGC", "-Xmx3g", "-ea", "--add-modules=java.sql")) {
            check(options);
        }
    }

    /** The JVM that makes it fails, as on a full disk; it is not tried again for these jars. */
    @Test
    void without_room_for_it_there_is_none() throws Exception {
        Files.deleteIfExists(target("dlmc.aot.log"));
        String limited = "ulimit -f 2000; exec '" + launcher.script() + "' check '" + model + "'";

        Ended ended = launcher.startCommand(List.of("bash", "-c", limited)).awaitEnd();

        assertEquals(0, ended.code(), ended.toString());
        assertEquals("", ended.err());
        FileTime asked = Files.getLastModifiedTime(target("dlmc.aot.log"));
        assertFalse(isFromCache(check()));
        assertEquals(asked, Files.getLastModifiedTime(target("dlmc.aot.log")));
        Files.delete(target("dlmc.aot.log"));
    }

    /** Where there is no cache a class is loaded when it is needed, and not before. */
    @Test
    void without_jars_there_is_none_and_a_check_loads_nothing_for_kernels() throws Exception {
        Launcher classes = Launcher.built(folder.resolve("classes"));

        String loaded = check(classes);

        assertFalse(isFromCache(loaded));
        assertFalse(Files.exists(classes.root().resolve("cli/target/dlmc.aot")));
        assertTrue(loaded.contains(" org.dlm.compiler.memory.MemoryPlanner "));
        assertFalse(loaded.contains(" org.dlm.compiler.lower.GroupLowering "));
        assertFalse(loaded.contains(" org.dlm.compiler.emit.FacadeEmitter "));
        assertFalse(loaded.contains(" com.palantir.javapoet.TypeSpec "));
    }
}
