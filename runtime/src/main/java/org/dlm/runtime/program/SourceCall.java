package org.dlm.runtime.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A use of a reader in a data block: {@code csv("a.csv", header = false)} is
 * {@code SourceCall.of("csv", new Text("a.csv")).with("header", new Flag(false))}.
 *
 * @param reader the reader's name, with dots
 * @param positional its positional arguments
 * @param named its named arguments
 */
public record SourceCall(String reader, List<Argument> positional, Map<String, Argument> named) {
    /** An argument of a reader. */
    public sealed interface Argument {
        /** A string. */
        record Text(String value) implements Argument {}

        /** An int or float. */
        record Number(double value) implements Argument {}

        /** A bool. */
        record Flag(boolean value) implements Argument {}
    }

    public SourceCall {
        positional = List.copyOf(positional);
        named = Map.copyOf(named);
    }

    /** A call with positional arguments. */
    public static SourceCall of(String reader, Argument... positional) {
        return new SourceCall(reader, List.of(positional), Map.of());
    }

    /** The call with one more named argument. */
    public SourceCall with(String name, Argument value) {
        Map<String, Argument> more = new LinkedHashMap<>(named);
        more.put(name, value);
        return new SourceCall(reader, positional, more);
    }
}
