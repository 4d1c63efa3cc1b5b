package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.chain.Chain;
import org.dlm.compiler.graph.Extent;

/**
 * Prints a chain as a method with a loop over a few examples at a time, beside the methods of its steps:
 *
 * <pre>{@code
 * private void conv1ToPool1(int member, int from, int to) {
 *     int place = Math.min(from, 5 * member);
 *     int size = Math.min(5, to - from);
 *     for (int begin = from; begin < to; begin += 5) {
 *         int end = Math.min(begin + 5, to);
 *         conv1(place, size, begin, end);
 *         pool1(place, size, begin, end);
 *     }
 * }
 * }</pre>
 *
 * A thread's scratch has room for {@code size} examples and begins behind that of {@code place} examples of others: as many as they
 * compute at a time, or all that come before where these are fewer.
 */
final class ChainEmitter {
    private static final int MOST_NAMES = 8;

    private final ProgramClass owner;
    private final StepEmitter steps;

    ChainEmitter(ProgramClass owner, StepEmitter steps) {
        this.owner = owner;
        this.steps = steps;
    }

    /** A step of a chain with its method. */
    record Link(ProgramStep step, StepText text, String method) {}

    /** Adds the method of a step. */
    Link link(ProgramStep step, StepText text) {
        return new Link(step, text, steps.emitOfChain(step, text));
    }

    /** Adds the methods of the chain itself; the name of the one without arguments. */
    String emit(Chain chain, List<Link> links) {
        String first = links.getFirst().text.name();
        String last = links.getLast().text.name();
        String method = owner.names().fresh(first + "To" + Names.capitalized(last));
        owner.shared()
                .addOfMember(
                        method,
                        UserText.javadoc(names(links) + ": for " + chain.chunk()
                                + (chain.chunk() == 1 ? " example" : " examples")
                                + " at a time, so that what they hand on stays in a near cache."),
                        cut(links));
        CodeBlock.Builder code = CodeBlock.builder()
                .addStatement("int place = Math.min(from, $L)", product(chain.chunk(), "member"))
                .addStatement("int size = Math.min($L, to - from)", chain.chunk())
                .beginControlFlow("for (int begin = from; begin < to; begin += $L)", chain.chunk())
                .addStatement("int end = Math.min(begin + $L, to)", chain.chunk());
        links.forEach(link -> code.addStatement("$L(place, size, begin, end)", link.method));
        owner.addStep(MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "member")
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to")
                .addCode(code.endControlFlow().build())
                .build());
        return method;
    }

    private static String product(int chunk, String factor) {
        return chunk == 1 ? factor : chunk + " * " + factor;
    }

    private static String names(List<Link> links) {
        String names =
                links.stream().limit(MOST_NAMES).map(link -> link.text.name()).collect(Collectors.joining(", "));
        return links.size() > MOST_NAMES
                ? names + " and so on to " + links.getLast().text.name()
                : names;
    }

    /** The work of all of them, and the coarsest of their grains. */
    private SharedStep.Cut cut(List<Link> links) {
        double work = 0;
        int grain = 1;
        List<ProgramStep> all = new ArrayList<>();
        links.forEach(link -> all.add(link.step));
        for (ProgramStep step : all) {
            SharedStep.Cut cut = steps.cut(step);
            if (!cut.axis().isBatch()) {
                throw new IllegalStateException("this is a bug in dlmc: a step of a chain is cut over another axis");
            }
            work += cut.work();
            if (step instanceof ProgramStep.KernelCall call) {
                grain = Math.max(grain, new FormChoice(owner.forms(call.kernel())).largestGrain());
            }
        }
        return new SharedStep.Cut(Extent.BATCH, work, CodeBlock.of("$L", grain));
    }
}
