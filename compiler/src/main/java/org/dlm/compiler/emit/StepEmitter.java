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
        CodeBlock forms = forms(owner.forms(call.kernel()), call, text);
        if (kernel.parallel().isEmpty()) {
            owner.addStep(MethodSpec.methodBuilder(method)
                    .addJavadoc("$L\n", UserText.javadoc(text.summary()))
                    .addModifiers(Modifier.PRIVATE)
                    .addCode(forms)
                    .build());
            return method;
        }
        owner.shared().add(method, UserText.javadoc(text.summary()), cut(call));
        addPart(method, forms);
        return method;
    }

    /** The same for draws, whose parts are examples. */
    String emit(ProgramStep.Draw draw, StepText text) {
        String method = owner.names().fresh(text.name());
        owner.shared().add(method, UserText.javadoc(text.summary()), cut(draw));
        addPart(method, fill(draw));
        return method;
    }

    /** Adds the method of a step that a chain runs for some examples; its name. */
    String emitOfChain(ProgramStep step, StepText text) {
        String method = owner.names().fresh(text.name());
        CodeBlock body = switch (step) {
            case ProgramStep.KernelCall call -> forms(owner.forms(call.kernel()), call, text);
            case ProgramStep.Draw draw -> fill(draw);
            case ProgramStep.Number number -> throw noPart(number);
        };
        owner.addStep(MethodSpec.methodBuilder(method)
                .addJavadoc("$L\n", UserText.javadoc(text.summary()))
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "place")
                .addParameter(TypeName.INT, "size")
                .addParameter(TypeName.INT, "from")
                .addParameter(TypeName.INT, "to")
                .addCode(body)
                .build());
        return method;
    }

    /** How a step with a parallel axis is shared out. */
    SharedStep.Cut cut(ProgramStep step) {
        return switch (step) {
            case ProgramStep.KernelCall call -> {
                Kernel kernel = call.kernel().plain();
                yield new SharedStep.Cut(
                        kernel.parallel().orElseThrow().extent(),
                        kernel.work(),
                        new FormChoice(owner.forms(call.kernel())).grain(CodeBlock.of("forms.bits()")));
            }
            case ProgramStep.Draw draw -> {
                Op op = draw.op();
                Extent axis = op.type().batched() ? Extent.BATCH : Extent.of(1);
                yield new SharedStep.Cut(axis, op.type().fixedElements() * WORK_OF_A_DRAW, CodeBlock.of("1"));
            }
            case ProgramStep.Number number -> throw noPart(number);
        };
    }

    private static IllegalStateException noPart(ProgramStep.Number number) {
        return new IllegalStateException("this is a bug in dlmc: a number has no parts: " + number.op());
    }

    private CodeBlock fill(ProgramStep.Draw draw) {
        Op op = draw.op();
        Storage storage = memory.storageOf(op);
        long elements = op.type().fixedElements();
        return CodeBlock.builder()
                .addStatement(
                        "$T.fill($L, $L + from * $L, (to - from) * $L, seed, step, $L, from * $LL)",
                        RuntimeNames.PHILOX,
                        owner.storage().array(storage),
                        owner.storage().offset(storage),
                        elements,
                        elements,
                        ((OpKind.Draw) op.kind()).place(),
                        elements)
                .build();
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
                        arguments.add(CodeBlock.of("$L", owner.numbers().get(number.root()))));
        if (kernel.usesBatch()) {
            arguments.add(CodeBlock.of("batch"));
        }
        if (kernel.parallel().isPresent()) {
            arguments.add(CodeBlock.of("from, to"));
        }
        return CodeBlock.of("$T.$L($L)", kernels, method, CodeBlock.join(arguments, ",$W"));
    }
}
