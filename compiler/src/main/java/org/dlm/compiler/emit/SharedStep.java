package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Extent;

/**
 * Prints the method by which a program runs a step, and which shares it out to the team where that pays:
 *
 * <pre>{@code
 * private void conv1() {
 *     if (batch < 3) {
 *         conv1(0, batch);
 *     } else {
 *         team.run(work, 4, batch, 1);
 *     }
 * }
 * }</pre>
 */
final class SharedStep {
    /** Elementary operations below which waking another thread costs more than it saves: about 10 microseconds of work. */
    private static final double WORTH_SHARING = 100_000;

    private final ProgramClass owner;

    SharedStep(ProgramClass owner) {
        this.owner = owner;
    }

    /**
     * How a step is cut into parts.
     *
     * @param work of one unit of the axis
     * @param grain of what a part is a multiple
     */
    record Cut(Extent axis, double work, CodeBlock grain) {}

    /** Of a step whose part is the method of the same name with {@code from, to}. */
    void add(String method, UserText.Javadoc description, Cut cut) {
        add(method, description, cut, false);
    }

    /** Of a step whose part is told too which thread of the team runs it. */
    void addOfMember(String method, UserText.Javadoc description, Cut cut) {
        add(method, description, cut, true);
    }

    private void add(String method, UserText.Javadoc description, Cut cut, boolean ofMember) {
        MethodSpec.Builder whole =
                MethodSpec.methodBuilder(method).addJavadoc("$L\n", description).addModifiers(Modifier.PRIVATE);
        Extent axis = cut.axis;
        CodeBlock extent = axis.isBatch() ? CodeBlock.of("batch") : CodeBlock.of("$L", axis.fixedSize());
        double enough = Math.ceil(WORTH_SHARING / Math.max(cut.work, 1));
        CodeBlock direct = CodeBlock.of(ofMember ? "$L(0, 0, $L)" : "$L(0, $L)", method, extent);
        if (!owner.hasTeam() || !axis.isBatch() && axis.fixedSize() < enough) {
            owner.addStep(whole.addStatement(direct).build());
            return;
        }
        int part = ofMember ? owner.partOfMember(method) : owner.part(method);
        CodeBlock shared = CodeBlock.of("team.run(work, $L, $L, $L)", part, extent, cut.grain);
        if (axis.isBatch() && enough > 1) {
            whole.beginControlFlow("if (batch < $L)", (long) enough)
                    .addStatement(direct)
                    .nextControlFlow("else")
                    .addStatement(shared)
                    .endControlFlow();
        } else {
            whole.addStatement(shared);
        }
        owner.addStep(whole.build());
    }
}
