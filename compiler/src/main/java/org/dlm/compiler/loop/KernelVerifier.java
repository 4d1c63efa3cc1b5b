package org.dlm.compiler.loop;

import java.util.Collections;
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
        kernel.body().forEach(verifier::statement);
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

    private void statement(Statement statement) {
        switch (statement) {
            case Statement.Loop loop ->
                require(loop.step() > 0, "the loop over " + loop.variable().name() + " does not advance");
            case Statement.Store store -> {
                written(store.operand());
                require(store.mask().isEmpty() || store.value().isVector(), "a number is stored by a mask");
            }
            case Statement.Add add -> {
                written(add.operand());
                require(!add.value().isVector(), "a vector is added to an element");
            }
            case Statement.If choice -> require(!choice.condition().isVector(), "a mask is the condition of an if");
            case Statement.Part _, Statement.DeclareByPart _, Statement.Declare _, Statement.Assign _ -> {}
        }
        statement.expressions().forEach(expression -> expression.forEach(this::widths));
        statement.inner().forEach(this::statement);
    }

    /** Only some kinds of expressions join numbers and vectors. */
    private void widths(Expression expression) {
        List<Width> widths =
                expression.children().stream().map(Expression::width).toList();
        List<Width> expected = switch (expression) {
            case Expression.Broadcast _ -> List.of(Width.ONE);
            case Expression.Choose _ -> List.of(Width.ONE, Width.VECTOR, Width.VECTOR);
            case Expression.ReduceLanes _, Expression.Lane _ -> List.of(Width.VECTOR);
            case Expression.Constant _, Expression.Local _, Expression.Argument _, Expression.Index _ -> List.of();
            case Expression.Within _, Expression.Lanes _, Expression.InRange _, Expression.LaneBit _ -> List.of();
            case Expression.Load _, Expression.Apply _, Expression.Fma _, Expression.Bits _ -> like(expression);
            case Expression.Exchange _, Expression.EverySecond _, Expression.ByTurns _ -> like(expression);
        };
        require(
                widths.equals(expected),
                "a number stands for a vector, or a vector for a number: "
                        + ExpressionPrinter.NUMBERED.print(expression));
    }

    private static List<Width> like(Expression expression) {
        return Collections.nCopies(expression.children().size(), expression.width());
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
