package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.Graph;
import org.dlm.compiler.memory.ArrayLayout;
import org.dlm.compiler.memory.KeptLayouts;
import org.dlm.compiler.memory.MemoryBytes;

/** Prints what is known about a model without running it. */
final class DescriptionEmitter {
    private static final ParameterSpec MODEL = ParameterSpec.builder(RuntimeNames.MODEL_DESCRIPTION_BUILDER, "model")
            .build();

    private DescriptionEmitter() {}

    static TypeSpec type(ModelPlan model) {
        TypeSpec.Builder type = TypeSpec.classBuilder(new ModelClasses(model).description())
                .addJavadoc("What is known about {@link $T} without running it.\n", new ModelClasses(model).facade())
                .addModifiers(Modifier.FINAL)
                .addField(FieldSpec.builder(
                                RuntimeNames.MODEL_DESCRIPTION,
                                "VALUE",
                                Modifier.PRIVATE,
                                Modifier.STATIC,
                                Modifier.FINAL)
                        .initializer("create()")
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(MethodSpec.methodBuilder("get")
                        .addModifiers(Modifier.STATIC)
                        .returns(RuntimeNames.MODEL_DESCRIPTION)
                        .addStatement("return VALUE")
                        .build());
        MethodSpec.Builder create = MethodSpec.methodBuilder("create")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(RuntimeNames.MODEL_DESCRIPTION)
                .addStatement(
                        "$T model = $T.named($L)",
                        RuntimeNames.MODEL_DESCRIPTION_BUILDER,
                        RuntimeNames.MODEL_DESCRIPTION,
                        UserText.literal(model.name()))
                .addStatement("model.packageName($L)", UserText.literal(model.packageName()))
                .addStatement("model.sourceHash($L)", UserText.literal(model.sourceHash()))
                .addStatement("model.graphHash($L)", UserText.literal(model.graphHash()))
                .addStatement(
                        "model.precision($T.$L)",
                        RuntimeNames.PRECISION,
                        model.forms().precision())
                .addStatement("model.weightsLength($L)", model.weights().length());
        Listing listing = new Listing(new Names().reserve("get", "create"), type::addMethod);
        Chunks.add(type, create, "interfaces", MODEL, interfaces(model, listing));
        Chunks.add(
                type,
                create,
                "weights",
                MODEL,
                model.weights().slots().stream().map(DescriptionEmitter::weight).toList());
        return type.addMethod(create.addStatement("return model.build()").build())
                .build();
    }

    private static List<CodeBlock> interfaces(ModelPlan model, Listing listing) {
        List<CodeBlock> statements = new ArrayList<>();
        model.ports().forEach(port -> statements.add(CodeBlock.of("model.port($L)", port(port))));
        model.outputs()
                .forEach(output -> statements.add(CodeBlock.of(
                        "model.output($L,$W$L,$W$L)",
                        UserText.literal(output.name()),
                        Literals.elementKind(output.type()),
                        Literals.shape(output.type()))));
        for (Graph.Result loss : model.evaluation().results(Graph.ResultRole.LOSS)) {
            statements.add(CodeBlock.of("model.loss($L)", UserText.literal(loss.name())));
        }
        for (Graph.Result metric : model.evaluation().results(Graph.ResultRole.METRIC)) {
            statements.add(CodeBlock.of("model.metric($L)", UserText.literal(metric.name())));
        }
        model.hypers()
                .forEach(hyper -> statements.add(CodeBlock.of("model.hyper($L)", HyperEmitter.value(hyper, listing))));
        statements.add(CodeBlock.of("model.training($L)", bound(trainings(model))));
        statements.add(CodeBlock.of("model.inference($L)", bound(inferences(model))));
        return statements;
    }

    private static CodeBlock port(ModelPlan.PortPlan port) {
        return CodeBlock.of(
                "new $T($L, $T.$L,$W$L,$W$L,$W$L)",
                RuntimeNames.PORT,
                UserText.literal(port.name()),
                RuntimeNames.PORT_ROLE,
                port.target() ? "TARGET" : "INPUT",
                Literals.elementKind(port.type()),
                Literals.shape(port.type()),
                port.classes());
    }

    private static CodeBlock weight(ArrayLayout.Slot slot) {
        return CodeBlock.of(
                "model.$L($L,$W$L,$W$L)",
                slot.tensor().trained() ? "parameter" : "buffer",
                UserText.literal(slot.path()),
                Literals.shape(slot.tensor().type()),
                slot.offset());
    }

    /** What a program takes beside the weights: its arenas, and state and gradients where it has them. */
    private record Bytes(long fixed, long perExample) {}

    private static Stream<Bytes> trainings(ModelPlan model) {
        int width = Literals.bytes(model.forms().precision());
        return model.recipes().stream().map(recipe -> {
            KeptLayouts kept = recipe.kept();
            MemoryBytes arenas = MemoryBytes.ofArenas(
                    List.of(recipe.training().memory(), recipe.update().memory()));
            long elements = (long) kept.state().length() + kept.gradients().length();
            return new Bytes(arenas.fixed() + elements * width, arenas.perExample());
        });
    }

    private static Stream<Bytes> inferences(ModelPlan model) {
        return model.outputs().stream()
                .map(output -> new Bytes(
                        output.program().memory().fixedBytes(),
                        output.program().memory().bytesPerExample()));
    }

    private static CodeBlock bound(Stream<Bytes> programs) {
        Bytes most = programs.reduce(
                new Bytes(0, 0), (a, b) -> new Bytes(Math.max(a.fixed, b.fixed), Math.max(a.perExample, b.perExample)));
        return CodeBlock.of("new $T($LL, $LL)", RuntimeNames.MEMORY_BOUND, most.fixed, most.perExample);
    }
}
