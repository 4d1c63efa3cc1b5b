package org.dlm.compiler.emit;

import com.palantir.javapoet.JavaFile;
import java.util.List;

/**
 * What was printed for a model.
 *
 * @param files in a fixed order, the class that users meet first
 * @param programs all that have a class, in the order in which they were printed
 */
public record EmittedModel(List<JavaFile> files, List<GeneratedProgram> programs) {
    public EmittedModel {
        files = List.copyOf(files);
        programs = List.copyOf(programs);
    }
}
