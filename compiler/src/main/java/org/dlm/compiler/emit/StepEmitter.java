package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.graph.Op;
import org.dlm.compiler.graph.OpKind;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.memory.MemoryPlan;
import org.dlm.compiler.memory.Storage;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * Prints each step as a method that a person can step into:
 *
 * <pre>{@code
 * private void conv1() {
 *     if (batch < 3) {
 *         conv1(0, batch);
 *     } else {
 *         team.run(work, 4, batch, 1);
 *     }
 * }
 *
 * private void conv1(int from, int to) {
 *     switch (forms.of(3)) {
 *         case 512 -> LeNet5Kernels512.conv(weights, 12, image, 0, floats, 12, from, to);
 *         case 256 -> LeNet5Kernels256.conv(weights, 12, image, 0, floats, 12, from, to);
 *         default -> LeNet5Kernels.conv(weights, 12, image, 0, floats, 12, from, to);
 *     }
 * }
 * }</pre>
 */
final class StepEmitter {
    /** Elementary operations below which waking another thread costs more than it saves: about 10 microseconds of work. */
    private static final double WORTH_SHARING = 100_000;

    /** A draw costs about as much as so many elementary operations. */
    private static final double WORK_OF_A_DRAW = 16;

    private final ProgramClass owner;
    private final MemoryPlan memory;

    StepEmitter(ProgramClass owner, MemoryPlan memory) {
        this.owner = owner;
        this.memory = memory;
    }

    /** Adds the methods of a call; the name of the one without arguments. */
    String emit(ProgramStep.KernelCall call, StepText text) {
        Kernel kernel = call.kernel().plain();
        String method = owner.names().fresh(text.name());
        CompiledKernel compiled = owner.forms(call.kernel());
        CodeBlock forms = forms(compiled, call, text);
        if (kernel.parallel().isEmpty()) {
            owner.addStep(MethodSpec.methodBuilder(method)
                    .addJavadoc("$L\n", UserText.javadoc(text.summary()))
                    .addModifiers(Modifier.PRIVATE)
                    .addCode(forms)
                    .build());
            return method;
        }
        addShared(
                method,
                UserText.javadoc(text.summary()),
                kernel.parallel().get().extent(),
                kernel.work(),
                new FormChoice(compiled).grain(CodeBlock.of("forms.bits()")));
        addPart(method, forms);
        return method;
    }

    /** The same for draws, whose parts are examples. */
    String emit(ProgramStep.Draw draw, StepText text) {
        Op op = draw.op();
        String method = owner.names().fresh(text.name());
        long elements = op.type().fixedElements();
        boolean batched = op.type().batched();
        Storage storage = memory.storageOf(op);
        int place = ((OpKind.Draw) op.kind()).place();
        Extent axis = batched ? Extent.BATCH : Extent.of(1);
        addShared(method, UserText.javadoc(text.summary()), axis, elements * WORK_OF_A_DRAW, CodeBlock.of("1"));
        addPart(
                method,
                CodeBlock.builder()
                        .addStatement(
                                "$T.fill($L, $L + from * $L, (to - from) * $L, seed, step, $L, from * $LL)",
                                RuntimeNames.PHILOX,
                                owner.storage().array(storage),
                                owner.storage().offset(storage),
                                elements,
                                elements,
                                place,
                                elements)
                        .build());
        return method;
    }

    private void addShared(String method, UserText.Javadoc description, Extent axis, double work, CodeBlock grain) {
        MethodSpec.Builder whole =
                MethodSpec.methodBuilder(method).addJavadoc("$L\n", description).addModifiers(Modifier.PRIVATE);
        CodeBlock extent = axis.isBatch() ? CodeBlock.of("batch") : CodeBlock.of("$L", axis.fixedSize());
        double enough = Math.ceil(WORTH_SHARING / Math.max(work, 1));
        CodeBlock direct = CodeBlock.of("$L(0, $L)", method, extent);
        if (!owner.hasTeam() || !axis.isBatch() && axis.fixedSize() < enough) {
            owner.addStep(whole.addStatement(direct).build());
            return;
        }
        CodeBlock shared = CodeBlock.of("team.run(work, $L, $L, $L)", owner.part(method), extent, grain);
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

    private void addPart(String method, CodeBlock body) {
        owner.addStep(MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to")
                .addCode(body)
                .build());
    }

    /** The call of the form that is used by now. */
    private CodeBlock forms(CompiledKernel compiled, ProgramStep.KernelCall call, StepText text) {
        KernelPool kernels = owner.kernels();
        KernelPool.Place place = owner.place(compiled, text);
        CodeBlock plain = call(kernels.plainClass(place.page()), place.method(), call);
        return new FormChoice(compiled)
                .statement(
                        CodeBlock.of("forms.of($L)", place.number()),
                        target -> call(kernels.vectorClass(place.page(), target), place.method(), call),
                        plain);
    }

    private CodeBlock call(ClassName kernels, String method, ProgramStep.KernelCall call) {
        Kernel kernel = call.kernel().plain();
        List<CodeBlock> arguments = new ArrayList<>();
        for (Operand operand : kernel.operands()) {
            arguments.add(owner.storage().operand(memory.storageOf(operand.op())));
        }
        kernel.numbers()
                .forEach(number ->
                        arguments.add(CodeBlock.of("$L", owner.numbers().get(MemoryPlan.root(number)))));
        if (kernel.usesBatch()) {
            arguments.add(CodeBlock.of("batch"));
        }
        if (kernel.parallel().isPresent()) {
            arguments.add(CodeBlock.of("from, to"));
        }
        return CodeBlock.of("$T.$L($L)", kernels, method, CodeBlock.join(arguments, ",$W"));
    }
}
