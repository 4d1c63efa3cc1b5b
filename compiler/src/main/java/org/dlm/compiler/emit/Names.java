package org.dlm.compiler.emit;

import com.palantir.javapoet.NameAllocator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/**
 * The names taken in one generated class. A name that is taken already gets a number: {@code conv}, {@code conv2}, {@code
 * conv3}. Whatever is asked for becomes a Java identifier that is no keyword.
 */
final class Names {
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{Alnum}]+");

    /** What every object has: no generated method may hide or redefine it by chance. */
    private static final Set<String> OF_OBJECT =
            Set.of("clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private final Set<String> taken = new HashSet<>(OF_OBJECT);

    /** Takes exactly these names. */
    Names reserve(String... names) {
        taken.addAll(Set.of(names));
        return this;
    }

    /** A free name like the wished one. */
    String fresh(String wish) {
        String identifier = NameAllocator.toJavaIdentifier(wish);
        String name = identifier;
        for (int n = 2; SourceVersion.isKeyword(name) || !taken.add(name); n++) {
            name = identifier + n;
        }
        return name;
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
