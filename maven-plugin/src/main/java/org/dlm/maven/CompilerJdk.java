package org.dlm.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;

/** Finds the JDK that the compiler runs on: the build's toolchain, else the environment's, else one of the usual folders. */
final class CompilerJdk {
    static final int NEEDED = 25;

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+).*");

    private CompilerJdk() {}

    /**
     * Returns the program {@code java} of the first JDK that is new enough.
     *
     * @param toolchainJava the program {@code java} of the toolchain that the build has selected
     */
    static Path find(Optional<Path> toolchainJava) throws MojoExecutionException {
        List<Path> candidates = new ArrayList<>();
        toolchainJava.map(java -> java.toAbsolutePath().getParent().getParent()).ifPresent(candidates::add);
        candidates.add(Path.of(System.getProperty("java.home")));
        Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(candidates::add);
        candidates.addAll(installed());
        return find(candidates);
    }

    static Path find(List<Path> homes) throws MojoExecutionException {
        List<String> refused = new ArrayList<>();
        for (Path home : homes) {
            Optional<Integer> version = featureVersion(home);
            if (version.isPresent() && version.get() >= NEEDED) {
                return home.resolve("bin").resolve("java");
            }
            version.ifPresent(old -> refused.add("JDK " + old + " in " + home));
        }
        throw new MojoExecutionException("The dlm compiler needs a JDK " + NEEDED
                + " or later, and none was found. Too old: " + String.join(", ", refused)
                + ". Looked at the build's toolchain, Maven's own JDK, JAVA_HOME and the usual folders. Install one, or"
                + " add select-jdk-toolchain of maven-toolchains-plugin 3.2 to the build.");
    }

    /** The feature version by the release file that every JDK has at its top, empty if this is no JDK. */
    static Optional<Integer> featureVersion(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.map(VERSION::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> Integer.valueOf(matcher.group(1)))
                    .findFirst();
        } catch (IOException noJdk) {
            return Optional.empty();
        }
    }

    private static List<Path> installed() {
        Path user = Path.of(System.getProperty("user.home"));
        return Stream.of(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/usr/java"),
                        Path.of("/opt/java"),
                        Path.of("/opt"),
                        user.resolve(".sdkman/candidates/java"),
                        user.resolve(".jdks"),
                        user.resolve(".m2/jdks"),
                        user.resolve(".gradle/jdks"),
                        Path.of("/Library/Java/JavaVirtualMachines"),
                        user.resolve("Library/Java/JavaVirtualMachines"))
                .flatMap(folder -> children(folder).stream())
                .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")))
                .toList();
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException absent) {
            return List.of();
        }
    }
}
