package org.dlm.compiler.resolve;

import static org.dlm.compiler.ast.Declaration.Kind.FN;
import static org.dlm.compiler.ast.Declaration.Kind.INIT;
import static org.dlm.compiler.ast.Declaration.Kind.LAYER;
import static org.dlm.compiler.ast.Declaration.Kind.MODEL;
import static org.dlm.compiler.ast.Declaration.Kind.OPTIMIZER;
import static org.dlm.compiler.ast.Declaration.Kind.SCHEDULE;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dlm.compiler.ast.Declaration;

/** The names that the compiler itself knows. Everything else is declared in {@code .dlm} files, the library included. */
public final class BuiltIns {
    /** Stands for "any number of operands". */
    public static final int MANY = Integer.MAX_VALUE;

    /**
     * A function of the compiler.
     *
     * @param fewest the least number of positional operands
     * @param most the largest number, or {@link #MANY}
     * @param settings what may be given by name only
     */
    public record Function(String name, int fewest, int most, List<String> settings) {}

    private static final Map<String, Function> FUNCTIONS = table(
            // pointwise, of one operand
            function("exp", 1),
            function("expm1", 1),
            function("log", 1),
            function("log1p", 1),
            function("sin", 1),
            function("cos", 1),
            function("tanh", 1),
            function("erf", 1),
            function("sqrt", 1),
            function("abs", 1),
            function("floor", 1),
            function("sign", 1),
            function("int", 1),
            function("float", 1),
            function("known", 1),
            // pointwise, of several
            function("min", 2),
            function("max", 2),
            function("div", 2),
            function("ceilDiv", 2),
            function("where", 3),
            // the same elements in another order or shape
            new Function("concat", 1, MANY, List.of("axis")),
            new Function("split", 2, 2, List.of("axis")),
            function("reshape", 2),
            // derivatives, draws, the batch
            function("stop", 1),
            function("gradient", 2),
            function("uniform", 1),
            function("uniformLike", 1),
            function("inBatch", 1),
            function("inBatchIndex", 0),
            // known when the model is compiled
            function("rank", 1),
            function("length", 1),
            function("bound", 1),
            function("offset", 1),
            function("params", 1));

    /** Names before {@code (binders : …)}. */
    private static final Set<String> REDUCTIONS =
            sorted("sum", "mean", "prod", "max", "min", "argmax", "argmin", "any", "all", "count");

    /** Axes that a reduction may name though no index of them exists. */
    private static final Set<String> AXES = sorted("batch", "examples");

    private static final Set<String> TYPES =
            sorted("float", "int", "bool", "class", "token", "fn", "layer", "init", "string");

    /** Types of settings that are called or follow {@code ->}. */
    private static final Set<String> STAGE_TYPES = sorted("fn", "layer", "init");

    private static final Set<String> EVERYWHERE = sorted("pi", "inf");
    private static final Set<String> PROGRESS = sorted("step", "steps", "epoch", "epochs");
    private static final Set<String> PARAMETER = sorted("shape", "fanIn", "fanOut");
    private static final Set<String> MODE = sorted("training", "streaming", "batch", "examples");

    /** Functions that only a recipe knows: its readers, and the value of the setting average. */
    private static final Set<String> RECIPE_FUNCTIONS =
            sorted("idx", "csv", "npy", "images", "text", "tokens", "voc", "ema");

    /** Families of readers: {@code synthetic.digits(1000)}. */
    private static final Set<String> READER_FAMILIES = sorted("synthetic");

    private BuiltIns() {}

    public static Optional<Function> function(String name) {
        return Optional.ofNullable(FUNCTIONS.get(name));
    }

    public static Set<String> functionNames() {
        return FUNCTIONS.keySet();
    }

    public static Set<String> reductions() {
        return REDUCTIONS;
    }

    public static Set<String> axes() {
        return AXES;
    }

    public static Set<String> types() {
        return TYPES;
    }

    public static Set<String> stageTypes() {
        return STAGE_TYPES;
    }

    public static Set<String> recipeFunctions() {
        return RECIPE_FUNCTIONS;
    }

    public static Set<String> readerFamilies() {
        return READER_FAMILIES;
    }

    /** The values that a body of this kind may read. */
    public static Set<String> valuesIn(Declaration.Kind kind) {
        return switch (kind) {
            case FN, LAYER, MODEL -> union(EVERYWHERE, MODE);
            case OPTIMIZER, SCHEDULE -> union(EVERYWHERE, PROGRESS);
            case INIT -> union(EVERYWHERE, PARAMETER);
        };
    }

    /** The values that constants may read. */
    public static Set<String> valuesInConstants() {
        return EVERYWHERE;
    }

    /** The values that a recipe may read. */
    public static Set<String> valuesInRecipes() {
        return union(EVERYWHERE, PROGRESS);
    }

    /** Where a value may be read, if some kind of body knows it. */
    public static Set<Declaration.Kind> kindsKnowing(String value) {
        Set<Declaration.Kind> kinds = EnumSet.noneOf(Declaration.Kind.class);
        for (Declaration.Kind kind : List.of(FN, LAYER, OPTIMIZER, SCHEDULE, INIT, MODEL)) {
            if (valuesIn(kind).contains(value)) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    private static Function function(String name, int operands) {
        return new Function(name, operands, operands, List.of());
    }

    private static Map<String, Function> table(Function... functions) {
        return Arrays.stream(functions).collect(Collectors.toMap(Function::name, f -> f, (a, b) -> a, TreeMap::new));
    }

    private static Set<String> sorted(String... names) {
        return Stream.of(names).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> union(Set<String> left, Set<String> right) {
        return Stream.concat(left.stream(), right.stream()).collect(Collectors.toUnmodifiableSet());
    }
}
