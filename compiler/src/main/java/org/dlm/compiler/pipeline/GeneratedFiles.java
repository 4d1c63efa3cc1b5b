package org.dlm.compiler.pipeline;

import com.palantir.javapoet.JavaFile;

/** From JavaPoet's files to paths and texts. */
final class GeneratedFiles {
    private GeneratedFiles() {}

    static GeneratedFile of(JavaFile file) {
        String folder = file.packageName().isEmpty() ? "" : file.packageName().replace('.', '/') + "/";
        return new GeneratedFile(folder + file.typeSpec().name() + ".java", file.toString());
    }
}
