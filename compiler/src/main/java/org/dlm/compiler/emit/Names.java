package org.dlm.compiler.emit;

import com.palantir.javapoet.NameAllocator;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * The names taken in one generated class. A name that is taken already gets a number: {@code conv}, {@code conv2}, {@code
 * conv3}, or {@code conv1_2} after a digit. Whatever is asked for becomes a Java identifier that is no keyword, and no longer than a class file or a reader bears.
 *
 * <p>Java looks up variables, methods and types apart, but where a variable is in sight, a type or package of its name is not. So
 * a name for anything is free of all three; only a method that users call gets its name even where a field has it.
 */
final class Names {
    /** No identifier is longer; documentation and descriptions have the whole name. */
    static final int LONGEST = 100;

    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{Alnum}]+");

    /** What every object has: no generated method may hide or redefine it by chance. */
    private static final Set<String> OF_OBJECT =
            Set.of("clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /** Words that Java reads otherwise at some places only. */
    private static final Set<String> CONTEXTUAL = Set.of("permits", "record", "sealed", "var", "when", "yield");

    /** With what the full names of types begin that generated code uses. */
    private static final Set<String> ROOTS = Set.of("java", "jdk", "org");

    private final Set<String> variables = new HashSet<>();
    private final Set<String> methods = new HashSet<>(OF_OBJECT);
    private final Set<String> given = new HashSet<>();

    Names() {
        variables.addAll(OF_OBJECT);
        variables.addAll(CONTEXTUAL);
        variables.addAll(ROOTS);
    }

    /** Takes exactly these names, for members. */
    Names reserve(String... names) {
        reserveVariables(List.of(names));
        methods.addAll(List.of(names));
        return this;
    }

    /** Takes exactly these names, for fields, parameters, locals and types. */
    Names reserveVariables(Collection<String> names) {
        for (String name : names) {
            if (given.contains(name)) {
                throw new IllegalStateException("this is a bug in dlmc: the name " + name + " is given away already");
            }
        }
        variables.addAll(names);
        return this;
    }

    /** A free name like the wished one, for anything. */
    String fresh(String wish) {
        String name = free(wish, List.of(variables, methods));
        variables.add(name);
        methods.add(name);
        given.add(name);
        return name;
    }

    /** A free name like the wished one for a method that users call. */
    String method(String wish) {
        String name = free(wish, List.of(methods));
        methods.add(name);
        given.add(name);
        return name;
    }

    private static String free(String wish, List<Set<String>> taken) {
        String identifier = NameAllocator.toJavaIdentifier(wish);
        String whole = identifier.substring(0, Math.min(identifier.length(), LONGEST));
        String begin = Character.isDigit(whole.charAt(whole.length() - 1)) ? whole + "_" : whole;
        String name = whole;
        for (int n = 2; SourceVersion.isKeyword(name) || isIn(taken, name); n++) {
            name = begin + n;
        }
        return name;
    }

    private static boolean isIn(List<Set<String>> taken, String name) {
        return taken.stream().anyMatch(names -> names.contains(name));
    }

    /** {@code conv.1 / y} as {@code conv1Y}. */
    static String camel(String... parts) {
        StringBuilder name = new StringBuilder();
        for (String part : SEPARATORS.split(String.join(" ", parts))) {
            name.append(name.isEmpty() ? decapitalized(part) : capitalized(part));
        }
        return name.isEmpty() ? "value" : NameAllocator.toJavaIdentifier(name.toString());
    }

    static String capitalized(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String decapitalized(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
    }
}
