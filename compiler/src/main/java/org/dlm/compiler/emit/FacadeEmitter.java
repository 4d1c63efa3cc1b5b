package org.dlm.compiler.emit;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.nio.file.Path;
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

    static TypeSpec type(ModelPlan model) {
        return new FacadeEmitter(model).type();
    }

    private TypeSpec type() {
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
        addPrograms(type);
        type.addMethod(method("description", "What is known about the model without running it.")
                .addModifiers(Modifier.STATIC)
                .returns(RuntimeNames.MODEL_DESCRIPTION)
                .addStatement("return $T.get()", classes.description())
                .build());
        type.addMethod(method("factory", "What tools use to reach everything of the model.")
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
        type.addMethod(method("create", "The model with start values, equal ones for equal seeds.")
                .addModifiers(Modifier.STATIC)
                .returns(classes.facade())
                .addParameter(TypeName.LONG, "seed")
                .addStatement("return new $T(factory().newWeights(seed))", classes.facade())
                .build());
        type.addMethod(method("load", "The model with the weights of a safetensors file.")
                .addModifiers(Modifier.STATIC)
                .returns(classes.facade())
                .addParameter(Path.class, "file")
                .addStatement("$1T weights = $1T.of(description())", RuntimeNames.WEIGHTS)
                .addStatement("weights.load(file)")
                .addStatement("return new $T(weights)", classes.facade())
                .build());
        type.addMethod(method("of", "The model with these weights.")
                .addModifiers(Modifier.STATIC)
                .returns(classes.facade())
                .addParameter(RuntimeNames.WEIGHTS, "weights")
                .addStatement("return new $T(weights)", classes.facade())
                .build());
    }

    private void addWeights(TypeSpec.Builder type) {
        type.addMethod(method("save", "Writes the weights as a safetensors file.")
                .addParameter(Path.class, "file")
                .addStatement("weights.save(file)")
                .build());
        type.addMethod(method("weights", "The weights: shared with all sessions of this object.")
                .returns(RuntimeNames.WEIGHTS)
                .addStatement("return weights")
                .build());
    }

    private void addPrograms(TypeSpec.Builder type) {
        type.addMethod(method("session", "A session for one example at a time. From now on the weights cannot change.")
                .returns(classes.session())
                .addStatement("return session(1)")
                .build());
        type.addMethod(method("session", "A session for up to {@code maxBatch} examples at a time, for one thread.")
                .returns(classes.session())
                .addParameter(TypeName.INT, "maxBatch")
                .addStatement(
                        "return new $T(new $T(weights, maxBatch, $T.single()))",
                        classes.session(),
                        RuntimeNames.PROGRAM_REQUEST,
                        RuntimeNames.TEAM)
                .build());
        Names names =
                new Names().reserve("create", "load", "of", "save", "weights", "session", "description", "factory");
        for (RecipePlan recipe : model.recipes()) {
            boolean main = recipe.name().equals(model.name());
            type.addMethod(method(
                            names.method(main ? "trainer" : Names.camel(recipe.name()) + "Trainer"),
                            UserText.documentation(
                                    "A trainer of these weights after the recipe $L, for batches of up to {@code maxBatch}"
                                            + " examples.",
                                    UserText.javadoc(recipe.name())))
                    .returns(classes.trainer(recipe))
                    .addParameter(TypeName.INT, "maxBatch")
                    .addParameter(RuntimeNames.TEAM, "team")
                    .addStatement(
                            "return new $T(new $T(weights, maxBatch, team))",
                            classes.trainer(recipe),
                            RuntimeNames.PROGRAM_REQUEST)
                    .build());
        }
    }

    private static MethodSpec.Builder method(String name, String documentation) {
        return method(name, UserText.documentation(documentation));
    }

    private static MethodSpec.Builder method(String name, UserText.Javadoc documentation) {
        return MethodSpec.methodBuilder(name).addJavadoc("$L\n", documentation).addModifiers(Modifier.PUBLIC);
    }
}
