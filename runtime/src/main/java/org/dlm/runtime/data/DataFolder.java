package org.dlm.runtime.data;

import java.nio.file.Files;
import java.nio.file.Path;
import org.dlm.runtime.problem.DataException;

/**
 * The folder that the paths of a recipe are relative to.
 *
 * @param path the folder
 */
public record DataFolder(Path path) {
    /** The file of this name, which must exist. */
    public Path find(String name) {
        Path file = path.resolve(name);
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (Files.exists(file)) {
            throw new DataException(file + (Files.isDirectory(file) ? " is a folder" : " is a device or a pipe")
                    + ", but a file is needed: data are read by position, and more than once");
        }
        Path folder = path.toAbsolutePath().normalize();
        String found = Files.isDirectory(folder)
                ? "there is no file " + name + " in the data folder " + folder + similar(name)
                : "file " + name + " is wanted, but the data folder " + folder + " does not exist";
        throw new DataException(found + "; say where the data is with --data DIR");
    }

    private String similar(String name) {
        String other = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name + ".gz";
        return Files.isRegularFile(path.resolve(other)) ? " (there is " + other + ": change the recipe)" : "";
    }
}
