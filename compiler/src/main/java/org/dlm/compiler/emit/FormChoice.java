package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/** Prints what depends on the form of a kernel that a JVM uses. {@code BITS} is a constant of the class, so nothing is asked. */
record FormChoice(CompiledKernel kernel) {
    /** One statement for each form. */
    CodeBlock statement(Function<Target, CodeBlock> ofVectors, CodeBlock plain) {
        if (kernel.vectors().isEmpty()) {
            return CodeBlock.builder().addStatement(plain).build();
        }
        CodeBlock.Builder code = CodeBlock.builder().beginControlFlow("switch (BITS)");
        for (CompiledKernel.Form form : kernel.vectors()) {
            code.addStatement("case $L -> $L", form.target().vectorBits(), ofVectors.apply(form.target()));
        }
        return code.addStatement("default -> $L", plain).endControlFlow().build();
    }

    /** In which steps the parallel axis may be cut: a number where all forms agree. */
    CodeBlock grain() {
        Set<Integer> grains = new LinkedHashSet<>();
        kernel.vectors().forEach(form -> grains.add(grain(form.kernel())));
        grains.add(grain(kernel.plain()));
        CodeBlock code = CodeBlock.of("$L", grain(kernel.plain()));
        if (grains.size() > 1) {
            for (CompiledKernel.Form form : kernel.vectors().reversed()) {
                code = CodeBlock.of("BITS == $L ? $L : $L", form.target().vectorBits(), grain(form.kernel()), code);
            }
        }
        return code;
    }

    private static int grain(Kernel form) {
        return form.parallel().map(Kernel.Parallel::grain).orElse(1);
    }
}
