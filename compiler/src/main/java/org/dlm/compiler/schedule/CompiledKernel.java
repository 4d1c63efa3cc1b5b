package org.dlm.compiler.schedule;

import java.util.List;
import java.util.Optional;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Target;

/**
 * One fusion group in all its forms, which give the same bits. Operands and numbers are the same, so that a program calls any form
 * in the same way; the parallel axis too, but each form says in which steps it may be cut.
 *
 * @param plain plain loops
 * @param vectors by width, the widest first; empty where vectors do not pay
 */
public record CompiledKernel(Kernel plain, List<Form> vectors) {
    public CompiledKernel {
        vectors = List.copyOf(vectors);
    }

    /** The kernel for vectors of one width. */
    public record Form(Target target, Kernel kernel) {}

    /** What two groups must share to be served by the same methods. */
    public record Structure(Kernel.Structure plain, List<Kernel.Structure> vectors) {}

    public Structure structure() {
        return new Structure(
                plain.structure(),
                vectors.stream().map(form -> form.kernel().structure()).toList());
    }

    /** The form for vectors of that width, where there is one. */
    public Optional<Kernel> form(Target target) {
        return vectors.stream()
                .filter(form -> form.target().equals(target))
                .map(Form::kernel)
                .findFirst();
    }

    /** The form for the widest vectors, else plain loops. */
    public Kernel widest() {
        return vectors.isEmpty() ? plain : vectors.getFirst().kernel();
    }
}
