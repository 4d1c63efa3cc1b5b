package org.dlm.maven;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;

/** One request to the compiler, which runs in a process of a newer JDK than Maven's may be. */
final class CompilerCall {
    private static final String MAIN_CLASS = "org.dlm.compiler.pipeline.CompilerProcess";

    private final List<Path> classPath;
    private final CompilerSettings settings;

    CompilerCall(List<Path> classPath, CompilerSettings settings) {
        this.classPath = List.copyOf(classPath);
        this.settings = settings;
    }

    /** Changes with everything that the generated code depends on: sources, options, and the compiler itself. */
    String fingerprint(SourceTree sources) throws IOException {
        Fingerprint fingerprint = new Fingerprint()
                .add(settings.precision())
                .add(Integer.toString(settings.maxBatch()))
                .add(settings.vectors())
                .add(settings.programs());
        for (Path entry : classPath) {
            fingerprint.add(entry);
        }
        for (String file : sources.files()) {
            fingerprint.add(file).add(sources.resolve(file));
        }
        return fingerprint.hex();
    }

    CompilerAnswer run(SourceTree sources, Path javaProgram) throws IOException, MojoExecutionException {
        Path complaints = Files.createTempFile("dlm-compiler", ".txt");
        try {
            Process process = start(javaProgram, complaints);
            try (var request = process.getOutputStream()) {
                request.write(request(sources).getBytes(StandardCharsets.UTF_8));
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new MojoExecutionException("This is a bug in dlm: its compiler ended with " + process.exitValue()
                        + ".\n" + Files.readString(complaints));
            }
            return CompilerAnswer.parse(answer);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted while the dlm compiler ran", interrupted);
        } finally {
            Files.deleteIfExists(complaints);
        }
    }

    private Process start(Path javaProgram, Path complaints) throws IOException {
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        javaProgram.toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        path,
                        MAIN_CLASS)
                .redirectError(complaints.toFile())
                .start();
    }

    private String request(SourceTree sources) throws IOException {
        Properties request = new Properties();
        request.setProperty("sourceDirectory", sources.root().toString());
        request.setProperty("precision", settings.precision());
        request.setProperty("maxBatch", Integer.toString(settings.maxBatch()));
        request.setProperty("vectors", settings.vectors());
        request.setProperty("programs", settings.programs());
        for (int i = 0; i < sources.files().size(); i++) {
            request.setProperty("source." + i, sources.files().get(i));
        }
        StringWriter text = new StringWriter();
        request.store(text, "a request to the dlm compiler");
        return text.toString();
    }
}
