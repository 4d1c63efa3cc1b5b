package org.dlm.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.memory.ArrayLayout;

/** Prints the settings of a recipe as data, and the places of its optimizers' state. */
final class RecipeEmitter {
    private static final ParameterSpec RECIPE = ParameterSpec.builder(
                    RuntimeNames.RECIPE_DESCRIPTION.nestedClass("Builder"), "recipe")
            .build();
    private static final ParameterSpec SLOTS = ParameterSpec.builder(
                    ParameterizedTypeName.get(ClassName.get(List.class), RuntimeNames.TENSOR_SLOT), "slots")
            .build();

    private final ModelPlan model;
    private final RecipePlan recipe;

    private RecipeEmitter(ModelPlan model, RecipePlan recipe) {
        this.model = model;
        this.recipe = recipe;
    }

    static TypeSpec type(ModelPlan model, RecipePlan recipe) {
        return new RecipeEmitter(model, recipe).type();
    }

    private TypeSpec type() {
        ModelClasses classes = new ModelClasses(model);
        TypeSpec.Builder type = TypeSpec.classBuilder(classes.recipeDescription(recipe))
                .addJavadoc(
                        "The settings of the recipe $L of {@link $T}.\n",
                        UserText.javadoc(recipe.name()),
                        classes.facade())
                .addModifiers(Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build());
        addDescription(type);
        addState(type);
        return type.build();
    }

    private void addDescription(TypeSpec.Builder type) {
        MethodSpec.Builder get = MethodSpec.methodBuilder("get")
                .addModifiers(Modifier.STATIC)
                .returns(RuntimeNames.RECIPE_DESCRIPTION)
                .addStatement(
                        "$T recipe = $T.named($S)", RECIPE.type(), RuntimeNames.RECIPE_DESCRIPTION, recipe.name());
        Chunks.add(type, get, "settings", RECIPE, settings());
        type.addMethod(get.addStatement("return recipe.build()").build());
    }

    private List<CodeBlock> settings() {
        RecipePlan.Settings settings = recipe.settings();
        List<CodeBlock> statements = new ArrayList<>();
        statements.add(CodeBlock.of("recipe.loss($S)", recipe.loss()));
        statements.add(CodeBlock.of("recipe.epochs($L)", settings.epochs()));
        statements.add(CodeBlock.of("recipe.batch($L)", settings.batch()));
        statements.add(CodeBlock.of("recipe.seed($LL)", settings.seed()));
        statements.add(CodeBlock.of("recipe.shuffle($L)", settings.shuffle()));
        model.hypers().forEach(hyper -> statements.add(CodeBlock.of("recipe.hyper($L)", HyperEmitter.value(hyper))));
        recipe.hypers().forEach(hyper -> statements.add(CodeBlock.of("recipe.hyper($L)", HyperEmitter.value(hyper))));
        settings.splits().forEach(split -> statements.add(CodeBlock.of("recipe.split($L)", split(split))));
        settings.keep().ifPresent(keep -> statements.add(CodeBlock.of("recipe.keep($L)", measure(keep))));
        settings.stop()
                .ifPresent(stop -> statements.add(CodeBlock.of(
                        "recipe.stop($T.stalled($L, $L))",
                        RuntimeNames.STOP_RULE,
                        measure(stop.measure()),
                        stop.patience())));
        recipe.data().forEach(data -> statements.add(CodeBlock.of("recipe.data($L)", data(data))));
        return statements;
    }

    private static CodeBlock split(RecipePlan.SplitPlan split) {
        return split.share()
                ? CodeBlock.of(
                        "$T.share($S, $L)", RuntimeNames.SPLIT_PART, split.name(), Literals.ofDouble(split.amount()))
                : CodeBlock.of("$T.count($S, $L)", RuntimeNames.SPLIT_PART, split.name(), (int) split.amount());
    }

    private static CodeBlock measure(RecipePlan.Measure measure) {
        return CodeBlock.of(
                "new $T($S, $S, $L)", RuntimeNames.KEEP_RULE, measure.split(), measure.name(), measure.max());
    }

    private static CodeBlock data(RecipePlan.DataPlan data) {
        return CodeBlock.of(
                "new $T($S, $T.of($L), $T.of($L))",
                RuntimeNames.DATA_BLOCK,
                data.name(),
                List.class,
                data.readers().stream().map(RecipeEmitter::reader).collect(CodeBlock.joining(", ")),
                List.class,
                data.columns().stream().map(RecipeEmitter::column).collect(CodeBlock.joining(", ")));
    }

    private static CodeBlock reader(RecipePlan.Reader reader) {
        CodeBlock.Builder call = CodeBlock.builder().add("$T.of($S", RuntimeNames.SOURCE_CALL, reader.name());
        reader.positional().forEach(argument -> call.add(", $L", argument(argument)));
        call.add(")");
        for (Map.Entry<String, RecipePlan.Argument> named : reader.named().entrySet()) {
            call.add(".with($S, $L)", named.getKey(), argument(named.getValue()));
        }
        return call.build();
    }

    private static CodeBlock argument(RecipePlan.Argument argument) {
        return switch (argument) {
            case RecipePlan.Argument.Text text ->
                CodeBlock.of("new $T.Text($S)", RuntimeNames.SOURCE_ARGUMENT, text.value());
            case RecipePlan.Argument.Number number ->
                CodeBlock.of("new $T.Number($L)", RuntimeNames.SOURCE_ARGUMENT, Literals.ofDouble(number.value()));
            case RecipePlan.Argument.Flag flag ->
                CodeBlock.of("new $T.Flag($L)", RuntimeNames.SOURCE_ARGUMENT, flag.value());
        };
    }

    private static CodeBlock column(RecipePlan.Column column) {
        CodeBlock kind = Literals.elementKind(column.type());
        CodeBlock shape = Literals.shape(column.type());
        return switch (column.choice()) {
            case RecipePlan.Choice.Named named ->
                CodeBlock.of(
                        "$T.named($L, $S, $L, $L, $L)",
                        RuntimeNames.RAW_COLUMN,
                        column.reader(),
                        named.name(),
                        kind,
                        shape,
                        column.classes());
            case RecipePlan.Choice.At at ->
                CodeBlock.of(
                        "$T.at($L, $L, $L, $L, $L)",
                        RuntimeNames.RAW_COLUMN,
                        column.reader(),
                        at.place(),
                        kind,
                        shape,
                        column.classes());
        };
    }

    private void addState(TypeSpec.Builder type) {
        MethodSpec.Builder create = MethodSpec.methodBuilder("newState")
                .addModifiers(Modifier.STATIC)
                .returns(RuntimeNames.OPTIMIZER_STATE)
                .addStatement("$T slots = new $T<>()", SLOTS.type(), ArrayList.class);
        Chunks.add(
                type,
                create,
                "slots",
                SLOTS,
                recipe.state().slots().stream().map(RecipeEmitter::slot).toList());
        type.addMethod(create.addStatement(
                        "return new $T($T.$L, slots, $L)",
                        RuntimeNames.OPTIMIZER_STATE,
                        RuntimeNames.PRECISION,
                        model.forms().precision(),
                        recipe.state().length())
                .build());
    }

    private static CodeBlock slot(ArrayLayout.Slot slot) {
        return CodeBlock.of(
                "slots.add(new $T($S, $L, $L, false))",
                RuntimeNames.TENSOR_SLOT,
                slot.path(),
                Literals.shape(slot.tensor().type()),
                slot.offset());
    }
}
