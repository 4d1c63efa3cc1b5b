package org.dlm.compiler.emit;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dlm.compiler.loop.Target;

/**
 * The simple names of all classes of one model. They follow from the names of the model, its recipes and their data blocks alone,
 * whatever else is compiled: the model's own name for the class that users meet, and names that begin with it for the rest. Two
 * recipes {@code fit} and {@code Fit} would name one class, or one file where file systems do not tell letters by case: the
 * second gets a number.
 *
 * <pre>{@code
 * LeNet5, LeNet5Session, LeNet5SessionKernels, …, LeNet5Trainer, LeNet5FineTuneTrainer, …
 * }</pre>
 */
public final class ClassNames {
    /** File systems allow 255 bytes; endings, and what tools put around the name of a file at work, need some. */
    public static final int LONGEST = 200;

    /** A recipe and its data blocks. */
    public record Recipe(String name, List<String> data) {
        public Recipe {
            data = List.copyOf(data);
        }
    }

    private static final String KERNELS = "Kernels";

    private final String model;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    public ClassNames(String model, List<Recipe> recipes) {
        this.model = model;
        take("", model, List.of(""));
        for (String plain : List.of("Description", "Factory")) {
            take(plain, model + plain, List.of(""));
        }
        for (String program : List.of("Session", "Start", "Evaluation", "Rehearsal")) {
            take(program, model + program, List.of(""));
        }
        take(KERNELS, model + KERNELS, kernelEndings());
        for (Recipe recipe : recipes) {
            String begin = model + middle(recipe.name());
            take(key("Recipe", recipe.name()), begin + "Recipe", List.of(""));
            take(key("Trainer", recipe.name()), begin + "Trainer", List.of(""));
            take(key("Gradient", recipe.name()), begin + "Gradient", List.of(""));
            for (String data : recipe.data()) {
                take(
                        key("Preparation", recipe.name(), data),
                        begin + Names.capitalized(Names.camel(data)) + "Preparation",
                        List.of(""));
            }
        }
    }

    /** All of them. */
    public Collection<String> all() {
        return names.values();
    }

    /** The class that users meet. */
    String facade() {
        return names.get("");
    }

    /** {@code Description}, {@code Factory}, {@code Session}, {@code Start}, {@code Evaluation} or {@code Rehearsal}. */
    String of(String kind) {
        return names.get(kind);
    }

    /** The class of all kernels in one form; without vectors the bits are an empty text. */
    String kernels(String vectorBits) {
        return names.get(KERNELS + vectorBits);
    }

    /** {@code Recipe}, {@code Trainer} or {@code Gradient} of a recipe. */
    String of(String kind, String recipe) {
        return names.get(key(kind, recipe));
    }

    String preparation(String recipe, String data) {
        return names.get(key("Preparation", recipe, data));
    }

    /** Nothing for a recipe that has the model's name. */
    private String middle(String recipe) {
        return recipe.equals(model) ? "" : Names.capitalized(Names.camel(recipe));
    }

    private static String key(String... parts) {
        return String.join("/", parts);
    }

    /** The kernels as plain loops, and with vectors of each width. */
    private static List<String> kernelEndings() {
        return Stream.concat(Stream.of(""), Target.WIDTHS.stream().map(String::valueOf))
                .toList();
    }

    /** Takes the first of {@code wish, wish2, wish3, …} that is free with all these endings. */
    private void take(String key, String wish, List<String> endings) {
        String name = wish;
        for (int n = 2; endings.stream().map(name::concat).anyMatch(this::isTaken); n++) {
            name = wish + n;
        }
        for (String ending : endings) {
            taken.add((name + ending).toLowerCase(Locale.ROOT));
            names.put(key + ending, name + ending);
        }
    }

    private boolean isTaken(String name) {
        return taken.contains(name.toLowerCase(Locale.ROOT));
    }
}
