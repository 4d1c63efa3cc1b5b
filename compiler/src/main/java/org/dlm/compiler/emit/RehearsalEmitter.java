package org.dlm.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Extent;
import org.dlm.compiler.loop.Kernel;
import org.dlm.compiler.loop.Operand;
import org.dlm.compiler.memory.Alignment;
import org.dlm.compiler.schedule.CompiledKernel;

/**
 * Prints the class that calls each kernel with vectors on arrays which nobody needs:
 *
 * <pre>{@code
 * private double conv1(int bits) {
 *     switch (bits) {
 *         case 512 -> LeNet5Kernels512.conv1(read, 12, read, 12, written, 12, 0, examples);
 *         …
 *         default -> LeNet5Kernels.conv1(read, 12, read, 12, written, 12, 0, examples);
 *     }
 *     return 235200.0 * examples;
 * }
 * }</pre>
 *
 * What kernels read are zeros, also as places in arrays; what they write is never read but by those that work in place.
 */
final class RehearsalEmitter {
    /** Kernels of a class, which has at most 65,535 constants: each takes about 20. */
    private static final int KERNELS = 2_000;

    /** Elementary operations of a call beside which the call itself takes no time to speak of. */
    private static final double WORK = 20_000;

    private static final ParameterSpec BITS =
            ParameterSpec.builder(TypeName.INT, "bits").build();

    private final ModelPlan model;
    private final KernelPool kernels;
    private final ClassName name;
    private final Names names = new Names();
    private final Sections sections = new Sections(KERNELS);
    private final List<MethodSpec> methods = new ArrayList<>();

    private RehearsalEmitter(ModelPlan model, KernelPool kernels) {
        this.model = model;
        this.kernels = kernels;
        name = new ModelClasses(model).rehearsal();
        names.reserve("FORMS", "forms", "run", "kernel", "bits", "examples", "maxBatch");
        names.reserve("read", "written", "zeros", "places");
    }

    /** The class, with superclasses where it is large; none where no kernel has vectors. */
    static List<TypeSpec> types(ModelPlan model, KernelPool kernels) {
        return kernels.rehearsed().isEmpty() ? List.of() : new RehearsalEmitter(model, kernels).rehearsal();
    }

    private List<TypeSpec> rehearsal() {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc(
                        "Calls the kernels of {@link $T} that have vectors, so that they are compiled before its programs need"
                                + " them.\n",
                        new ModelClasses(model).facade())
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(RuntimeNames.REHEARSAL)
                .addField(FieldSpec.builder(
                                RuntimeNames.MODEL_FORMS, "FORMS", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                        .initializer(
                                "new $T($T::new, $L, $L, $LL, $L)",
                                RuntimeNames.MODEL_FORMS,
                                name,
                                kernels.rehearsed().size(),
                                tile(),
                                bytesPerExample(),
                                model.forms().widths().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")))
                        .build())
                .addMethod(constructor());
        methods.add(MethodSpec.methodBuilder("forms")
                .addJavadoc("The forms of kernels for programs of so many examples at a time.\n")
                .addModifiers(Modifier.STATIC)
                .returns(RuntimeNames.KERNEL_FORMS)
                .addParameter(TypeName.INT, "maxBatch")
                .addStatement("return FORMS.of(maxBatch)")
                .build());
        addRun();
        return sections.types(name, type, methods, fields());
    }

    private List<FieldSpec> fields() {
        TypeName floats = ArrayTypeName.of(Literals.floatType(model.forms().precision()));
        TypeName ints = ArrayTypeName.of(TypeName.INT);
        return List.of(
                field(TypeName.INT, "examples"),
                field(floats, "read"),
                field(floats, "written"),
                field(ints, "zeros"),
                field(ints, "places"));
    }

    private static FieldSpec field(TypeName type, String name) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL).build();
    }

    private MethodSpec constructor() {
        String floats = Literals.floats(model.forms().precision());
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(TypeName.INT, "examples")
                .addStatement("this.examples = examples")
                .addStatement("read = $T.$L($L)", RuntimeNames.ARENA, floats, length(this::isRead))
                .addStatement("written = $T.$L($L)", RuntimeNames.ARENA, floats, length(this::isWritten))
                .addStatement("zeros = $T.ints($L)", RuntimeNames.ARENA, length(this::isZero))
                .addStatement("places = $T.ints($L)", RuntimeNames.ARENA, length(this::isPlace))
                .build();
    }

    private boolean isRead(Operand operand) {
        return !Literals.isInt(operand.op().type()) && operand.access() == Operand.Access.READ;
    }

    private boolean isWritten(Operand operand) {
        return !Literals.isInt(operand.op().type()) && operand.access() != Operand.Access.READ;
    }

    private boolean isZero(Operand operand) {
        return Literals.isInt(operand.op().type()) && operand.access() == Operand.Access.READ;
    }

    private boolean isPlace(Operand operand) {
        return Literals.isInt(operand.op().type()) && operand.access() != Operand.Access.READ;
    }

    private String array(Operand operand) {
        if (Literals.isInt(operand.op().type())) {
            return isZero(operand) ? "zeros" : "places";
        }
        return isRead(operand) ? "read" : "written";
    }

    /** {@code 12 + 64 + 401408 + 6912L * examples}, as one sum: room for the largest of some operands. */
    private CodeBlock length(Predicate<Operand> which) {
        return CodeBlock.of(
                "$L + $LL * examples",
                Alignment.ELEMENTS + Alignment.SLACK + largest(which, false),
                largest(which, true));
    }

    private long largest(Predicate<Operand> which, boolean batched) {
        return kernels.rehearsed().stream()
                .flatMap(rehearsed -> rehearsed.kernel().plain().operands().stream())
                .filter(which)
                .filter(operand -> operand.op().type().batched() == batched)
                .mapToLong(operand -> operand.op().type().fixedElements())
                .max()
                .orElse(0);
    }

    /** A bound: what does not depend on the number of examples counts for each of them. */
    private long bytesPerExample() {
        int ofFloat = Literals.bytes(model.forms().precision());
        return ofFloat * (bothOf(this::isRead) + bothOf(this::isWritten))
                + Integer.BYTES * (bothOf(this::isZero) + bothOf(this::isPlace));
    }

    private long bothOf(Predicate<Operand> which) {
        return largest(which, false) + largest(which, true);
    }

    /** The most examples that a kernel computes at once. */
    private int tile() {
        return kernels.rehearsed().stream()
                .filter(rehearsed -> Work.isOverBatch(rehearsed.kernel().plain()))
                .mapToInt(rehearsed -> new FormChoice(rehearsed.kernel()).largestGrain())
                .reduce(1, Math::max);
    }

    private void addRun() {
        Choice choice = new Choice(
                CodeBlock.of("kernel"),
                CodeBlock.of("new $T($S + kernel)", IllegalArgumentException.class, "no kernel "));
        for (KernelPool.Rehearsed rehearsed : kernels.rehearsed()) {
            int section = sections.begin();
            String method = names.fresh(rehearsed.place().method());
            sections.add(section, method(method, rehearsed));
            choice.add(CodeBlock.of("$L", rehearsed.place().number()), CodeBlock.of("$L(bits)", method));
        }
        choice.addTo(
                MethodSpec.methodBuilder("run")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(TypeName.DOUBLE)
                        .addParameter(TypeName.INT, "kernel")
                        .addParameter(BITS),
                names,
                methods::add);
    }

    private MethodSpec method(String method, KernelPool.Rehearsed rehearsed) {
        CompiledKernel kernel = rehearsed.kernel();
        KernelPool.Place place = rehearsed.place();
        CodeBlock arguments = arguments(kernel);
        CodeBlock forms = new FormChoice(kernel)
                .statement(
                        CodeBlock.of("bits"),
                        target -> call(kernels.vectorClass(place.page(), target), place.method(), arguments),
                        call(kernels.plainClass(place.page()), place.method(), arguments));
        return MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.PRIVATE)
                .returns(TypeName.DOUBLE)
                .addParameter(BITS)
                .addCode(forms)
                .addStatement("return $L", Work.inRehearsal(kernel.plain(), units(kernel)))
                .build();
    }

    private static CodeBlock call(ClassName owner, String method, CodeBlock arguments) {
        return CodeBlock.of("$T.$L($L)", owner, method, arguments);
    }

    private CodeBlock arguments(CompiledKernel compiled) {
        Kernel kernel = compiled.plain();
        List<CodeBlock> arguments = new ArrayList<>();
        for (Operand operand : kernel.operands()) {
            int base = Literals.isInt(operand.op().type())
                    ? Alignment.baseOfInts()
                    : Alignment.base(model.forms().precision());
            arguments.add(CodeBlock.of("$L, $L", array(operand), base));
        }
        kernel.numbers().forEach(number -> arguments.add(CodeBlock.of("1.0")));
        if (kernel.usesBatch()) {
            arguments.add(CodeBlock.of("examples"));
        }
        kernel.parallel()
                .ifPresent(axis -> arguments.add(
                        axis.extent().isBatch()
                                ? CodeBlock.of("0, examples")
                                : CodeBlock.of("0, $L", units(compiled))));
        return CodeBlock.join(arguments, ",$W");
    }

    /** As much of a fixed parallel axis as shows all of the kernel: some tiles, and what is left over at the end. */
    private static int units(CompiledKernel kernel) {
        int tile = new FormChoice(kernel).largestGrain();
        long tiles = (long) Math.ceil(WORK / (Math.max(kernel.plain().work(), 1) * tile));
        return kernel.plain()
                .parallel()
                .map(Kernel.Parallel::extent)
                .filter(extent -> !extent.isBatch())
                .map(Extent::fixedSize)
                .map(extent -> (int) Math.min(extent, tiles * tile + extent % tile))
                .orElse(1);
    }
}
