package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** Prints the one object by which tools reach everything of a model. */
final class FactoryEmitter {
    private final ModelPlan model;
    private final Set<ProgramKind> programs;
    private final ModelClasses classes;
    private final List<MethodSpec> methods = new ArrayList<>();
    private final Names names = new Names()
            .reserve("description", "newWeights", "recipes", "trainer", "gradient", "preparation", "evaluation")
            .reserve("inference");

    private FactoryEmitter(ModelPlan model, Set<ProgramKind> programs) {
        this.model = model;
        this.programs = programs;
        classes = new ModelClasses(model);
    }

    static TypeSpec type(ModelPlan model, Set<ProgramKind> programs) {
        return new FactoryEmitter(model, programs).type();
    }

    private TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(classes.factory())
                .addJavadoc("Makes the programs of {@link $T}.\n", classes.facade())
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(RuntimeNames.MODEL_FACTORY);
        methods.add(method("description", RuntimeNames.MODEL_DESCRIPTION)
                .addStatement("return $T.get()", classes.description())
                .build());
        methods.add(method("newWeights", RuntimeNames.WEIGHTS)
                .addParameter(TypeName.LONG, "seed")
                .addStatement("$1T weights = $1T.of(description())", RuntimeNames.WEIGHTS)
                .addStatement("$T.fill(weights, seed)", classes.start())
                .addStatement("return weights")
                .build());
        List<CodeBlock> recipes = recipes().stream()
                .map(recipe -> CodeBlock.of("$T.get()", classes.recipeDescription(recipe)))
                .toList();
        methods.add(
                method("recipes", ParameterizedTypeName.get(ClassName.get(List.class), RuntimeNames.RECIPE_DESCRIPTION))
                        .addStatement(
                                "return $L",
                                new Listing(names, methods::add)
                                        .of("recipes", RuntimeNames.RECIPE_DESCRIPTION, recipes))
                        .build());
        addByRecipe(ProgramKind.TRAIN, "trainer", RuntimeNames.TRAINING_PROGRAM, classes::trainer);
        addByRecipe(ProgramKind.GRADCHECK, "gradient", RuntimeNames.GRADIENT_PROGRAM, classes::gradient);
        addPreparation();
        methods.add(
                byRequest(ProgramKind.EVALUATE, "evaluation", RuntimeNames.EVALUATION_PROGRAM, classes.evaluation()));
        methods.add(byRequest(ProgramKind.PREDICT, "inference", RuntimeNames.INFERENCE_PROGRAM, classes.session()));
        return type.addMethods(methods).addMethod(model()).build();
    }

    /** The model, made where no field or parameter can hide its class from its users. */
    private MethodSpec model() {
        String given = new Names().reserveVariables(classes.simpleNames()).fresh("trained");
        return MethodSpec.methodBuilder("model")
                .returns(classes.facade())
                .addParameter(RuntimeNames.WEIGHTS, given)
                .addStatement("return $T.of($L)", classes.facade(), given)
                .build();
    }

    private static MethodSpec.Builder method(String name, TypeName result) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(result);
    }

    /** Those whose data some program reads. */
    private List<RecipePlan> recipes() {
        return ProgramKind.readsData(programs) ? model.recipes() : List.of();
    }

    private MethodSpec byRequest(ProgramKind kind, String name, TypeName result, ClassName program) {
        MethodSpec.Builder method = method(name, result).addParameter(RuntimeNames.PROGRAM_REQUEST, "request");
        return programs.contains(kind)
                ? method.addStatement("return new $T(request)", program).build()
                : method.addStatement(leftOut(kind)).build();
    }

    private CodeBlock leftOut(ProgramKind kind) {
        String message =
                model.name() + " was generated without '" + kind.word() + "'; add it to the programs to generate";
        return CodeBlock.of("throw new $T($L)", UnsupportedOperationException.class, UserText.literal(message));
    }

    private void addByRecipe(ProgramKind kind, String name, TypeName result, Function<RecipePlan, ClassName> program) {
        if (!programs.contains(kind)) {
            methods.add(method(name, result)
                    .addParameter(String.class, "recipe")
                    .addParameter(RuntimeNames.PROGRAM_REQUEST, "request")
                    .addStatement(leftOut(kind))
                    .build());
            return;
        }
        Choice programs = new Choice(
                CodeBlock.of("recipe"),
                CodeBlock.of(
                        "new $T($L + recipe)",
                        IllegalArgumentException.class,
                        UserText.literal(model.name() + " has no recipe called ")));
        model.recipes()
                .forEach(recipe -> programs.add(
                        UserText.literal(recipe.name()), CodeBlock.of("new $T(request)", program.apply(recipe))));
        MethodSpec.Builder method = method(name, result)
                .addParameter(String.class, "recipe")
                .addParameter(RuntimeNames.PROGRAM_REQUEST, "request")
                .addStatement("$T.given($S, recipe)", RuntimeNames.CHECKS, "recipe");
        programs.addTo(method, names, methods::add);
    }

    private void addPreparation() {
        Choice programs = new Choice(
                CodeBlock.of("recipe + $S + block", "."),
                CodeBlock.of(
                        "new $T($S + block + $S + recipe)",
                        IllegalArgumentException.class,
                        "no data block is called ",
                        " in the recipe "));
        for (RecipePlan recipe : recipes()) {
            for (RecipePlan.DataPlan data : recipe.data()) {
                programs.add(
                        UserText.literal(recipe.name() + "." + data.name()),
                        CodeBlock.of("new $T(maxBatch)", classes.preparation(recipe, data)));
            }
        }
        MethodSpec.Builder method = method("preparation", RuntimeNames.PREPARATION_PROGRAM)
                .addParameter(String.class, "recipe")
                .addParameter(String.class, "block")
                .addParameter(TypeName.INT, "maxBatch");
        programs.addTo(method, names, methods::add);
    }
}
