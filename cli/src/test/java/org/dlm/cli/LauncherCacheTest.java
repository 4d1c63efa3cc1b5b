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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache of the script: it is made once for each build, is used, and nothing that happens to it is seen. */
@EnabledOnOs(OS.LINUX)
class LauncherCacheTest {
    private static final String FROM_CACHE = "source: shared objects file";

    private static final String OF_KERNELS = "org.dlm.compiler.schedule.KernelCompiler";

    @TempDir
    Path folder;

    private String model;
    private Launcher launcher;
    private Path cache;

    @BeforeEach
    void write() throws IOException {
        model = Files.writeString(
                        folder.resolve("plane.dlm"), "model Plane { input x: float[3]  output y = x -> dense(2) }")
                .toString();
        launcher = Launcher.built(folder.resolve("dlm"));
        cache = launcher.root().resolve("cli/target/dlmc.aot");
    }

    @AfterEach
    void unlink() throws IOException {
        Launcher.unlink(folder);
    }

    /** Checks the model, which prints what it always does; gives the log of the classes that were loaded. */
    private String check(String... options) throws Exception {
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
        launcher.withJars();

        assertTrue(isFromCache(check()));
        FileTime made = Files.getLastModifiedTime(cache);
        assertTrue(isFromCache(check()));

        assertEquals(made, Files.getLastModifiedTime(cache));
        assertEquals(
                List.of("build.lock", "classes", "dlm-cli-1.jar", "dlmc.aot", "dlmc.aot.log", "dlmc.stamp", "lib"),
                Launcher.names(launcher.root().resolve("cli/target")));
    }

    @Test
    void it_is_made_anew_for_other_jars() throws Exception {
        launcher.withJars();
        check();
        Files.writeString(cache, "an earlier one");
        Path jar = launcher.root().resolve("compiler/target/dlm-compiler-1.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(1)));
        Thread.sleep(1500);

        assertTrue(isFromCache(check()));
    }

    @Test
    void a_broken_one_is_left_alone() throws Exception {
        launcher.withJars();
        check();
        byte[] whole = Files.readAllBytes(cache);
        Files.write(cache, Arrays.copyOf(whole, whole.length / 2));
        assertFalse(isFromCache(check()));

        Files.writeString(cache, "no cache at all");
        assertFalse(isFromCache(check()));
    }

    @Test
    void options_that_it_was_not_made_with_do_no_harm() throws Exception {
        launcher.withJars();

        for (String options :
                List.of("-XX:-UseSerialGC -XX:+UseParallelGC", "-Xmx3g", "-ea", "--add-modules=java.sql")) {
            check(options);
        }
    }

    /** The JVM that makes it fails, as on a full disk; it is not tried again for these jars. */
    @Test
    void without_room_for_it_there_is_none() throws Exception {
        launcher.withJars();
        String limited = "ulimit -f 2000; exec '" + launcher.script() + "' check '" + model + "'";

        Ended ended = launcher.startCommand(List.of("bash", "-c", limited)).awaitEnd();

        assertEquals(0, ended.code(), ended.toString());
        assertEquals("", ended.err());
        Path log = launcher.root().resolve("cli/target/dlmc.aot.log");
        FileTime asked = Files.getLastModifiedTime(log);
        assertFalse(isFromCache(check()));
        assertEquals(asked, Files.getLastModifiedTime(log));
    }

    @Test
    void without_jars_there_is_none() throws Exception {
        assertFalse(isFromCache(check()));
        assertFalse(Files.exists(cache));
    }

    /** Without the cache a class is loaded when it is needed, and not before. */
    @Test
    void a_check_makes_no_kernels() throws Exception {
        String loaded = check();

        assertTrue(loaded.contains("org.dlm.compiler.memory.MemoryPlanner "));
        assertFalse(loaded.contains(OF_KERNELS + " "));
        assertFalse(loaded.contains("org.dlm.compiler.emit.ModelEmitter "));
        assertFalse(loaded.contains("com.palantir.javapoet.JavaFile "));
    }
}
