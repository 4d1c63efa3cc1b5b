package org.dlm.compiler.resolve;

import java.util.Locale;
import java.util.stream.Collectors;

/** Says in words where a value of the compiler is known: {@code optimizer and schedule}. */
final class KindWords {
    private KindWords() {}

    static String in(String value) {
        return BuiltIns.kindsKnowing(value).stream()
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" and "));
    }
}
