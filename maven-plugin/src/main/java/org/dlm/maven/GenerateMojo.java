package org.dlm.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/** Generates a Java class for each model of the {@code .dlm} files, and adds them to what the module compiles. */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
    private static final List<String> PROGRAMS = List.of("predict", "train", "evaluate", "gradcheck");

    private final ToolchainManager toolchains;

    /** The root of the {@code .dlm} files; {@code import a.b} is the file {@code a/b.dlm} below it. */
    @Parameter(property = "dlm.sourceDirectory", defaultValue = "${project.basedir}/src/main/dlm")
    private File sourceDirectory;

    /** Where the generated Java goes; it becomes a source root of the module. */
    @Parameter(
            property = "dlm.outputDirectory",
            defaultValue = "${project.build.directory}/generated-sources/dlm",
            required = true)
    private File outputDirectory;

    /** Whether to leave this module alone. */
    @Parameter(property = "dlm.skip", defaultValue = "false")
    private boolean skip;

    /** What a {@code float} is: {@code f32}, or {@code f64} where gradients are to be checked. */
    @Parameter(property = "dlm.precision", defaultValue = "f32")
    private String precision;

    /** The largest number of examples that a generated class takes at once. */
    @Parameter(property = "dlm.maxBatch", defaultValue = "1024")
    private int maxBatch;

    /**
     * Widths of vectors, in bits, to generate kernels for: of 512, 256 and 128, separated by commas. An application uses the widest
     * that its machine has, with the same results.
     */
    @Parameter(property = "dlm.vectors", defaultValue = "512,256,128")
    private String vectors;

    /**
     * What to generate classes for: of {@code predict}, {@code train}, {@code evaluate} and {@code gradcheck}, separated by commas.
     * An application that only predicts has no use for the others.
     */
    @Parameter(property = "dlm.programs", defaultValue = "predict,train,evaluate")
    private String programs;

    @Parameter(defaultValue = "${project}", readonly = true)
    private MavenProject project;

    @Parameter(defaultValue = "${session}", readonly = true)
    private MavenSession session;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true)
    private List<Artifact> pluginArtifacts;

    @Inject
    GenerateMojo(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped: dlm.skip is set.");
            return;
        }
        try {
            generate(SourceTree.read(sourceDirectory.toPath()));
        } catch (IOException unreadable) {
            throw new MojoExecutionException("dlm could not read or write its files: " + unreadable, unreadable);
        }
    }

    private void generate(SourceTree sources) throws IOException, MojoExecutionException, MojoFailureException {
        if (sources.files().isEmpty()) {
            getLog().info("No .dlm files in " + sourceDirectory + ".");
            return;
        }
        project.addCompileSourceRoot(outputDirectory.getPath());
        checkPrograms();
        CompilerCall call = new CompilerCall(classPath(), new CompilerSettings(precision, maxBatch, vectors, programs));
        GeneratedSources output = new GeneratedSources(outputDirectory.toPath(), recordFile());
        String fingerprint = call.fingerprint(sources);
        if (output.isCurrent(fingerprint)) {
            getLog().info("Nothing to generate: no .dlm file has changed.");
            return;
        }
        CompilerAnswer answer = call.run(sources, javaProgram());
        new DiagnosticLog(getLog(), sources.root()).write(answer);
        int changed = output.replace(answer.files(), fingerprint);
        getLog().info("Generated " + answer.files().size() + " Java files from "
                + sources.files().size() + " .dlm files (" + changed + " changed).");
    }

    private void checkPrograms() throws MojoFailureException {
        for (String program : programs.split(",", -1)) {
            if (!PROGRAMS.contains(program.strip())) {
                throw new MojoFailureException(
                        "programs has '" + program.strip() + "'; possible are " + String.join(", ", PROGRAMS));
            }
        }
    }

    private List<Path> classPath() {
        return pluginArtifacts.stream()
                .map(artifact -> artifact.getFile().toPath())
                .toList();
    }

    private Path recordFile() {
        return Path.of(project.getBuild().getDirectory(), "dlm", "generated.txt");
    }

    private Path javaProgram() throws MojoExecutionException {
        Toolchain jdk = toolchains.getToolchainFromBuildContext("jdk", session);
        Optional<Path> chosen = Optional.ofNullable(jdk)
                .map(toolchain -> toolchain.findTool("java"))
                .map(Path::of);
        return CompilerJdk.find(chosen);
    }
}
