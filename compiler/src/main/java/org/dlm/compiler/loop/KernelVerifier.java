package org.dlm.compiler.loop;

import java.util.List;
import java.util.Set;

/** Asserts what every kernel must be: it uses only what it is given or declares itself, and writes only what it may write. */
public final class KernelVerifier {
    /** What a kernel is given beside operands and numbers. */
    private static final Set<String> GIVEN = Set.of("from", "to", "batch");

    private final Kernel kernel;

    private KernelVerifier(Kernel kernel) {
        this.kernel = kernel;
    }

    /** An {@link IllegalStateException} that names the kernel and the fault. */
    public static void verify(Kernel kernel) {
        KernelVerifier verifier = new KernelVerifier(kernel);
        verifier.uses();
        verifier.statements(kernel.body());
    }

    /** What does not look at its bounds is done by every thread that gets a part. */
    private void cut(Uses uses) {
        for (String bound : List.of("from", "to")) {
            boolean used = uses.variables().stream()
                    .anyMatch(local -> local.variable().name().equals(bound));
            require(used || kernel.parallel().isEmpty(), bound + " is not used, but there is a parallel axis");
        }
    }

    private void uses() {
        Uses uses = Uses.of(kernel.body());
        cut(uses);
        for (int operand : uses.operands()) {
            require(operand >= 0 && operand < kernel.operands().size(), "there is no operand " + operand);
        }
        for (int number : uses.numbers()) {
            require(number >= 0 && number < kernel.numbers().size(), "there is no number " + number);
        }
        for (Expression.Local local : uses.variables()) {
            String name = local.variable().name();
            require(GIVEN.contains(name), name + " is used and not declared");
            boolean cut = name.equals("from") || name.equals("to");
            require(!cut || kernel.parallel().isPresent(), name + " is used without a parallel axis");
            require(!name.equals("batch") || kernel.usesBatch(), "batch is used and not asked for");
        }
    }

    private void statements(List<Statement> statements) {
        statements.forEach(this::statement);
    }

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Loop loop -> {
                require(loop.step() > 0, "the loop over " + loop.variable().name() + " does not advance");
                statements(loop.body());
            }
            case Statement.If choice -> statements(choice.then());
            case Statement.Part part -> statements(part.body());
            case Statement.DeclareByPart part -> statements(part.body());
            case Statement.Store store -> written(store.operand());
            case Statement.Add add -> written(add.operand());
            case Statement.StoreVector store -> written(store.operand());
            case Statement.Declare declare -> {}
            case Statement.Assign assign -> {}
            case Statement.DeclareVector declare -> {}
            case Statement.AssignVector assign -> {}
            case Statement.Note note -> {}
        }
    }

    private void written(int operand) {
        Operand written = kernel.operands().get(operand);
        require(written.access() != Operand.Access.READ, written.name() + " is written and declared as read");
    }

    private void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalStateException("this is a bug in dlmc: kernel " + kernel.name() + ": " + fault);
        }
    }
}
