package org.dlm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code dlmc} with models written by hand, in a process of its own that can be killed. */
final class DlmcProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private DlmcProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What runs in the process. */
    public static void main(String[] arguments) {
        Console console = new Console(System.out, System.err, false);
        int code = new Dlmc(console, new HandWrittenToolchain()).run(arguments);
        System.exit(code);
    }

    static DlmcProcess start(Path folder, String... arguments) throws IOException {
        Path output = Files.createTempFile(folder, "dlmc", ".out");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--add-modules=jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1",
                DlmcProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new DlmcProcess(process, output);
    }

    /** Waits, but not longer; says whether it has ended by itself. */
    boolean ends(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int code() throws InterruptedException {
        return process.waitFor();
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
