package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;
import org.dlm.compiler.schedule.CompiledKernel;

/** Prints what depends on the form of a kernel that is used: the width of its vectors, 0 for plain loops. */
record FormChoice(CompiledKernel kernel) {
    /**
     * One statement for each form.
     *
     * @param bits which one
     */
    CodeBlock statement(CodeBlock bits, Function<Target, CodeBlock> ofVectors, CodeBlock plain) {
        if (kernel.vectors().isEmpty()) {
            return CodeBlock.builder().addStatement(plain).build();
        }
        CodeBlock.Builder code = CodeBlock.builder().beginControlFlow("switch ($L)", bits);
        for (CompiledKernel.Form form : kernel.vectors()) {
            code.addStatement("case $L -> $L", form.target().vectorBits(), ofVectors.apply(form.target()));
        }
        return code.addStatement("default -> $L", plain).endControlFlow().build();
    }

    /** In which steps the parallel axis may be cut: a number where all forms agree. */
    CodeBlock grain(CodeBlock bits) {
        Set<Integer> grains = new LinkedHashSet<>();
        kernel.vectors().forEach(form -> grains.add(grain(form.kernel())));
        grains.add(grain(kernel.plain()));
        CodeBlock code = CodeBlock.of("$L", grain(kernel.plain()));
        if (grains.size() > 1) {
            for (CompiledKernel.Form form : kernel.vectors().reversed()) {
                code = CodeBlock.of("$L == $L ? $L : $L", bits, form.target().vectorBits(), grain(form.kernel()), code);
            }
        }
        return code;
    }

    /** The most units of the parallel axis that some form computes at once. */
    int largestGrain() {
        return kernel.vectors().stream()
                .mapToInt(form -> grain(form.kernel()))
                .reduce(grain(kernel.plain()), Math::max);
    }

    private static int grain(Kernel form) {
        return form.parallel().map(Kernel.Parallel::grain).orElse(1);
    }
}
