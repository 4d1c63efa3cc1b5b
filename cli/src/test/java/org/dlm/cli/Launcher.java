package org.dlm.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The script {@code dlmc} in a folder of its own, above the classes that the build of this test has made. */
final class Launcher {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> MODULES = List.of("grammar", "compiler", "runtime", "cli");

    /** Longer than any run of a test; a run that hangs is a failure and not the end of the build. */
    private static final long PATIENCE_SECONDS = 60;

    private final Path root;

    /** What a run printed, and the code that it ended with. */
    record Ended(int code, String out, String err) {
        @Override
        public String toString() {
            return "exit code " + code + "\n--- out\n" + out + "\n--- err\n" + err;
        }
    }

    private Launcher(Path root) {
        this.root = root;
    }

    /** Built: no Maven is needed. */
    static Launcher built(Path root) throws IOException {
        Launcher launcher = notBuilt(root);
        Files.createFile(launcher.root.resolve("cli/target/dlmc.stamp"));
        return launcher;
    }

    /** With everything but the mark of a finished build. */
    static Launcher notBuilt(Path root) throws IOException {
        Files.createDirectories(root);
        Files.copy(PROJECT.resolve("dlmc"), root.resolve("dlmc"));
        Files.createFile(root.resolve("pom.xml"));
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.createFile(root.resolve(module).resolve("pom.xml"));
            Files.createDirectories(root.resolve(module).resolve("target"));
            Files.createSymbolicLink(
                    root.resolve(module).resolve("target/classes"),
                    PROJECT.resolve(module).resolve("target/classes"));
        }
        Path libraries = Files.createDirectories(root.resolve("cli/target/lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            Path link = libraries.resolve(jar.getFileName());
            if (entry.endsWith(".jar") && !Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
        return new Launcher(root);
    }

    /** With the jars of a build, and a model to make their cache by. */
    Launcher withJars() throws IOException {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        for (String module : MODULES) {
            Path target = root.resolve(module).resolve("target");
            int code = jar.run(
                    System.out,
                    System.err,
                    "--create",
                    "--file",
                    target.resolve("dlm-" + module + "-1.jar").toString(),
                    "-C",
                    target.resolve("classes").toString(),
                    ".");
            if (code != 0) {
                throw new IOException("no jar of " + target);
            }
        }
        Path models = Files.createDirectories(root.resolve("benchmarks/models"));
        Files.writeString(
                models.resolve("line.dlm"), "model Line { input x: float[2]  output y = x -> dense(1) -> relu }");
        return this;
    }

    Path root() {
        return root;
    }

    /** Takes away the links out of a test's folder: JUnit, which removes the folder, warns of each. */
    static void unlink(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    String script() {
        return root.resolve("dlmc").toString();
    }

    /** A run whose output goes to files, as nobody reads it while it runs. Signals have their usual meaning in it. */
    Running start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script()));
        command.addAll(List.of(arguments));
        return startCommand(command);
    }

    /** Another command, such as a shell's that calls the script. */
    Running startCommand(List<String> command) throws IOException {
        Path out = Files.createTempFile(root, "run", ".out");
        Path err = Files.createTempFile(root, "run", ".err");
        List<String> withSignals = new ArrayList<>(List.of("env", "--default-signal=INT,HUP,TERM"));
        withSignals.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(withSignals)
                .directory(root.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("DLMC_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PATH", root.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
        return new Running(builder.start(), out, err);
    }

    /** A process. */
    record Running(Process process, Path out, Path err) {
        /** Waits until a text has been printed. */
        Running awaitOutput(String text) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!text(out).contains(text) && !text(err).contains(text)) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    throw new AssertionError("'" + text + "' was never printed: " + awaitEnd());
                }
                Thread.sleep(20);
            }
            return this;
        }

        void signal(String name) throws Exception {
            signal(name, process.pid());
        }

        static void signal(String name, long pid) throws Exception {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        }

        /** Also waits for what the process started and left behind, which must be nothing. */
        Ended awaitEnd() throws Exception {
            List<ProcessHandle> children = process.descendants().toList();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("the run does not end: " + text(out) + text(err));
            }
            for (ProcessHandle child : children) {
                // a container may have no process that buries the dead: those have no command any more
                if (child.isAlive() && child.info().command().isPresent()) {
                    child.destroyForcibly();
                    throw new AssertionError("left behind: " + child.info());
                }
            }
            return new Ended(process.exitValue(), text(out), text(err));
        }

        private static String text(Path file) throws IOException {
            return Files.readString(file, StandardCharsets.UTF_8);
        }
    }

    /** Names of files of a folder, in order; none where there is no folder. */
    static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
