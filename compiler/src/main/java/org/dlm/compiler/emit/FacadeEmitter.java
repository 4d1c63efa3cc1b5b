package org.dlm.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.TensorType;

/** Prints the class that users meet. */
final class FacadeEmitter {
    private final ModelPlan model;
    private final ModelClasses classes;

    private FacadeEmitter(ModelPlan model) {
        this.model = model;
        classes = new ModelClasses(model);
    }

    static TypeSpec type(ModelPlan model, Set<ProgramKind> programs) {
        return new FacadeEmitter(model).type(programs);
    }

    private TypeSpec type(Set<ProgramKind> programs) {
        TypeSpec.Builder type = TypeSpec.classBuilder(classes.facade())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addField(RuntimeNames.WEIGHTS, "weights", Modifier.PRIVATE, Modifier.FINAL);
        document(type);
        type.addMethod(MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addParameter(RuntimeNames.WEIGHTS, "weights")
                .addStatement("this.weights = weights")
                .build());
        addMakers(type);
        addWeights(type);
        if (programs.contains(ProgramKind.PREDICT)) {
            addSessions(type);
        }
        if (programs.contains(ProgramKind.TRAIN)) {
            addTrainers(type);
        }
        type.addMethod(
                method("description", UserText.documentation("What is known about the model without running it."))
                        .addModifiers(Modifier.STATIC)
                        .returns(RuntimeNames.MODEL_DESCRIPTION)
                        .addStatement("return $T.get()", classes.description())
                        .build());
        type.addMethod(method("factory", UserText.documentation("What tools use to reach everything of the model."))
                .addModifiers(Modifier.STATIC)
                .returns(RuntimeNames.MODEL_FACTORY)
                .addStatement("return new $T()", classes.factory())
                .build());
        return type.build();
    }

    private void document(TypeSpec.Builder type) {
        String own = model.documentation();
        type.addJavadoc("$L\n\n<ul>\n", UserText.javadoc(own.isEmpty() ? "The model " + model.name() + "." : own));
        model.ports()
                .forEach(port -> type.addJavadoc(
                        "$L\n",
                        item(port.target() ? "target" : "input", port.name(), port.type(), port.documentation())));
        model.outputs()
                .forEach(output ->
                        type.addJavadoc("$L\n", item("output", output.name(), output.type(), output.documentation())));
        type.addJavadoc("</ul>\n");
        type.addJavadoc(
                "\n<p>Immutable, and thus safe to share among threads; each thread makes a session of its own.\n");
    }

    private static UserText.Javadoc item(String role, String name, TensorType type, String documentation) {
        return UserText.documentation(
                "<li>$L <code>$L: $L</code>$L",
                UserText.javadoc(role),
                UserText.javadoc(name),
                type,
                UserText.javadoc(documentation.isEmpty() ? "" : ": " + documentation));
    }

    private void addMakers(TypeSpec.Builder type) {
        type.addMethod(
                maker("create", UserText.documentation("The model with start values, equal ones for equal seeds."))
                        .addParameter(TypeName.LONG, "seed")
                        .addStatement("return new $T(factory().newWeights(seed).share())", classes.facade())
                        .build());
        addLoaders(type);
        type.addMethod(maker(
                        "of",
                        UserText.documentation(
                                "The model with these weights, or with a copy of them where they may still change."))
                .addParameter(RuntimeNames.WEIGHTS, "weights")
                .addStatement("$T.given($S, weights)", RuntimeNames.CHECKS, "weights")
                .addStatement(
                        "return new $T(weights.fitting($S, description()).snapshot())", classes.facade(), "weights")
                .build());
    }

    private void addLoaders(TypeSpec.Builder type) {
        type.addMethod(maker(
                        "load",
                        UserText.documentation(
                                "The model with the weights of a safetensors file, or of a folder that {@code dlmc train} wrote to.\n"
                                        + "A file that does not fit, or that holds weights of another model, is refused."))
                .addParameter(Path.class, "file")
                .addCode(loaded(CodeBlock.of("weights.load(file)")))
                .build());
        type.addMethod(maker(
                        "load",
                        UserText.documentation(
                                "The same where the model was called {@code formerName} when the file was written."))
                .addParameter(Path.class, "file")
                .addParameter(String.class, "formerName")
                .addCode(loaded(CodeBlock.of("weights.load(file, formerName)")))
                .build());
        type.addMethod(maker(
                        "load",
                        UserText.documentation(
                                "The same from a stream, such as a resource; {@code name} is for messages."))
                .addParameter(String.class, "name")
                .addParameter(InputStream.class, "in")
                .addCode(loaded(CodeBlock.of("weights.load(name, in)")))
                .build());
    }

    private CodeBlock loaded(CodeBlock statement) {
        return CodeBlock.builder()
                .addStatement("$1T weights = $1T.of(description())", RuntimeNames.WEIGHTS)
                .addStatement(statement)
                .addStatement("return new $T(weights.share())", classes.facade())
                .build();
    }

    private MethodSpec.Builder maker(String name, UserText.Javadoc documentation) {
        return method(name, documentation).addModifiers(Modifier.STATIC).returns(classes.facade());
    }

    private void addWeights(TypeSpec.Builder type) {
        type.addMethod(method("save", UserText.documentation("Writes the weights as a safetensors file."))
                .addParameter(Path.class, "file")
                .addStatement("weights.save(file)")
                .build());
        type.addMethod(method(
                        "weights",
                        UserText.documentation(
                                "The weights, which never change: sessions share them, trainers work on copies."))
                .returns(RuntimeNames.WEIGHTS)
                .addStatement("return weights")
                .build());
    }

    private void addSessions(TypeSpec.Builder type) {
        type.addMethod(method("session", UserText.documentation("A session for one example at a time, for one thread."))
                .returns(classes.session())
                .addStatement("return session(1)")
                .build());
        type.addMethod(method(
                        "session",
                        UserText.documentation(
                                "A session for up to {@code maxBatch} examples at a time, for one thread."))
                .returns(classes.session())
                .addParameter(TypeName.INT, "maxBatch")
                .addStatement(
                        "return new $T(new $T(weights, maxBatch, $T.single()))",
                        classes.session(),
                        RuntimeNames.PROGRAM_REQUEST,
                        RuntimeNames.TEAM)
                .build());
    }

    private void addTrainers(TypeSpec.Builder type) {
        Names names =
                new Names().reserve("create", "load", "of", "save", "weights", "session", "description", "factory");
        for (RecipePlan recipe : model.recipes()) {
            boolean main = recipe.name().equals(model.name());
            type.addMethod(method(
                            names.method(main ? "trainer" : Names.camel(recipe.name()) + "Trainer"),
                            UserText.documentation(
                                    "A trainer after the recipe $L, for batches of up to {@code maxBatch} examples. It"
                                            + " begins with a copy of these weights;\nits method {@code model()} gives what"
                                            + " it has come to.",
                                    UserText.javadoc(recipe.name())))
                    .returns(classes.trainer(recipe))
                    .addParameter(TypeName.INT, "maxBatch")
                    .addParameter(RuntimeNames.TEAM, "team")
                    .addStatement(
                            "return new $T(new $T(weights.copy(), maxBatch, team))",
                            classes.trainer(recipe),
                            RuntimeNames.PROGRAM_REQUEST)
                    .build());
        }
    }

    private static MethodSpec.Builder method(String name, UserText.Javadoc documentation) {
        return MethodSpec.methodBuilder(name).addJavadoc("$L\n", documentation).addModifiers(Modifier.PUBLIC);
    }
}
