package org.dlm.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerJdkTest {
    @TempDir
    private Path folder;

    @Test
    void the_first_jdk_that_is_new_enough_is_taken() throws Exception {
        Path java = CompilerJdk.find(
                List.of(folder.resolve("nothing"), jdk("old", "17.0.15"), jdk("a", "25"), jdk("b", "26.0.1")));

        assertEquals(folder.resolve("a/bin/java"), java);
    }

    @Test
    void if_there_is_none_the_message_names_those_that_are_too_old() throws IOException {
        List<Path> homes = List.of(jdk("old", "17.0.15"), jdk("oldest", "1.8.0_402"));

        MojoExecutionException failure = assertThrows(MojoExecutionException.class, () -> CompilerJdk.find(homes));

        String expected = "Too old: JDK 17 in " + folder.resolve("old") + ", JDK 1 in " + folder.resolve("oldest");
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }

    @Test
    void a_folder_without_release_file_is_no_jdk() {
        assertEquals(Optional.empty(), CompilerJdk.featureVersion(folder));
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Acme\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
