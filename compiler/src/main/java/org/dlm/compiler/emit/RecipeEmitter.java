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
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.dlm.compiler.graph.OpKind;
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
    private final List<MethodSpec> lists = new ArrayList<>();
    private final Listing listing = new Listing(new Names().reserve("get", "newState", "newGradients"), lists::add);

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
        addStorage(type, "newState", RuntimeNames.OPTIMIZER_STATE, recipe.kept().state());
        addStorage(type, "newGradients", RuntimeNames.GRADIENTS, recipe.kept().gradients());
        return type.addMethods(lists).build();
    }

    private void addDescription(TypeSpec.Builder type) {
        MethodSpec.Builder get = MethodSpec.methodBuilder("get")
                .addModifiers(Modifier.STATIC)
                .returns(RuntimeNames.RECIPE_DESCRIPTION)
                .addStatement(
                        "$T recipe = $T.named($L)",
                        RECIPE.type(),
                        RuntimeNames.RECIPE_DESCRIPTION,
                        UserText.literal(recipe.name()));
        Chunks.add(type, get, "settings", RECIPE, settings());
        type.addMethod(get.addStatement("return recipe.build()").build());
    }

    private List<CodeBlock> settings() {
        RecipePlan.Settings settings = recipe.settings();
        List<CodeBlock> statements = new ArrayList<>();
        statements.add(CodeBlock.of("recipe.loss($L)", UserText.literal(recipe.loss())));
        statements.add(CodeBlock.of("recipe.epochs($L)", settings.epochs()));
        statements.add(CodeBlock.of("recipe.batch($L)", settings.batch()));
        statements.add(CodeBlock.of("recipe.seed($LL)", settings.seed()));
        statements.add(CodeBlock.of("recipe.shuffle($L)", settings.shuffle()));
        model.hypers()
                .forEach(hyper -> statements.add(CodeBlock.of("recipe.hyper($L)", HyperEmitter.value(hyper, listing))));
        recipe.hypers()
                .forEach(hyper -> statements.add(CodeBlock.of("recipe.hyper($L)", HyperEmitter.value(hyper, listing))));
        settings.splits().forEach(split -> statements.add(CodeBlock.of("recipe.split($L)", split(split))));
        settings.keep().ifPresent(keep -> statements.add(CodeBlock.of("recipe.keep($L)", measure(keep))));
        settings.stop()
                .ifPresent(stop -> statements.add(CodeBlock.of(
                        "recipe.stop($T.stalled($L,$W$L))",
                        RuntimeNames.STOP_RULE,
                        measure(stop.measure()),
                        stop.patience())));
        recipe.data().forEach(data -> statements.add(CodeBlock.of("recipe.data($L)", data(data))));
        lengths().forEach(length -> statements.add(CodeBlock.of("recipe.readsLength($L)", UserText.literal(length))));
        return statements;
    }

    /** The counters of a training step that say how long the whole run is. */
    private List<String> lengths() {
        return Stream.of(recipe.training(), recipe.update())
                .flatMap(program -> program.sources(OpKind.Role.COUNTER).stream())
                .map(op -> ((OpKind.Source) op.kind()).name())
                .distinct()
                .filter(List.of("epochs", "steps")::contains)
                .sorted()
                .toList();
    }

    private static CodeBlock split(RecipePlan.SplitPlan split) {
        return split.share()
                ? CodeBlock.of(
                        "$T.share($L, $L)",
                        RuntimeNames.SPLIT_PART,
                        UserText.literal(split.name()),
                        Literals.ofDouble(split.amount()))
                : CodeBlock.of("$T.count($L, $L)", RuntimeNames.SPLIT_PART, UserText.literal(split.name()), (int)
                        split.amount());
    }

    private static CodeBlock measure(RecipePlan.Measure measure) {
        return CodeBlock.of(
                "new $T($L,$W$L, $L)",
                RuntimeNames.KEEP_RULE,
                UserText.literal(measure.split()),
                UserText.literal(measure.name()),
                measure.max());
    }

    private CodeBlock data(RecipePlan.DataPlan data) {
        return CodeBlock.of(
                "new $T($L,$W$L,$W$L)",
                RuntimeNames.DATA_BLOCK,
                UserText.literal(data.name()),
                listing.of(
                        data.name() + "Sources",
                        RuntimeNames.SOURCE_CALL,
                        data.readers().stream().map(RecipeEmitter::reader).toList()),
                listing.of(
                        data.name() + "Columns",
                        RuntimeNames.RAW_COLUMN,
                        data.columns().stream().map(RecipeEmitter::column).toList()));
    }

    private static CodeBlock reader(RecipePlan.Reader reader) {
        CodeBlock.Builder call =
                CodeBlock.builder().add("$T.of($L", RuntimeNames.SOURCE_CALL, UserText.literal(reader.name()));
        reader.positional().forEach(argument -> call.add(",$W$L", argument(argument)));
        call.add(")");
        for (Map.Entry<String, RecipePlan.Argument> named : reader.named().entrySet()) {
            call.add("$Z.with($L,$W$L)", UserText.literal(named.getKey()), argument(named.getValue()));
        }
        return call.build();
    }

    private static CodeBlock argument(RecipePlan.Argument argument) {
        return switch (argument) {
            case RecipePlan.Argument.Text text ->
                CodeBlock.of("new $T.Text($L)", RuntimeNames.SOURCE_ARGUMENT, UserText.literal(text.value()));
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
                        "$T.named($L,$W$L,$W$L,$W$L,$W$L)",
                        RuntimeNames.RAW_COLUMN,
                        column.reader(),
                        UserText.literal(named.name()),
                        kind,
                        shape,
                        column.classes());
            case RecipePlan.Choice.At at ->
                CodeBlock.of(
                        "$T.at($L,$W$L,$W$L,$W$L,$W$L)",
                        RuntimeNames.RAW_COLUMN,
                        column.reader(),
                        at.place(),
                        kind,
                        shape,
                        column.classes());
        };
    }

    private void addStorage(TypeSpec.Builder type, String method, ClassName storage, ArrayLayout layout) {
        MethodSpec.Builder create = MethodSpec.methodBuilder(method)
                .addModifiers(Modifier.STATIC)
                .returns(storage)
                .addStatement("$T slots = new $T<>()", SLOTS.type(), ArrayList.class);
        Chunks.add(
                type,
                create,
                method + "Slots",
                SLOTS,
                layout.slots().stream().map(RecipeEmitter::slot).toList());
        type.addMethod(create.addStatement(
                        "return new $T($T.$L, slots, $L)",
                        storage,
                        RuntimeNames.PRECISION,
                        model.forms().precision(),
                        layout.length())
                .build());
    }

    private static CodeBlock slot(ArrayLayout.Slot slot) {
        return CodeBlock.of(
                "slots.add(new $T($L,$W$L,$W$L, $L))",
                RuntimeNames.TENSOR_SLOT,
                UserText.literal(slot.path()),
                Literals.shape(slot.tensor().type()),
                slot.offset(),
                slot.tensor().trained());
    }
}
