package org.dlm.runtime.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.dlm.runtime.problem.DataException;
import org.dlm.runtime.program.SourceCall;
import org.dlm.runtime.program.SourceCall.Argument;

/**
 * A reader's view of its call: arguments with checks, and files by name.
 *
 * @param source the call as the recipe has it
 * @param folder where files are
 * @param limits how much of the data may be in memory
 */
public record ReaderCall(SourceCall source, DataFolder folder, DataLimits limits) {
    /** The file that an argument names. */
    public Path file(int place, String name) {
        return folder.find(text(place, name));
    }

    /** A string that must be given. */
    public String text(int place, String name) {
        return switch (required(place, name)) {
            case Argument.Text(String value) -> value;
            case Argument.Number number -> throw wrong(name, "a string");
            case Argument.Flag flag -> throw wrong(name, "a string");
        };
    }

    /** A string that may be given by name. */
    public String text(String name, String otherwise) {
        return source.named().containsKey(name) ? text(Integer.MAX_VALUE, name) : otherwise;
    }

    /** A whole number that must be given. */
    public int count(int place, String name) {
        double value = number(required(place, name), name);
        if (value < 1 || value != Math.rint(value) || value > Integer.MAX_VALUE) {
            throw new DataException(
                    source.reader() + ": " + name + " must be a whole number from 1 on, but it is " + value);
        }
        return (int) value;
    }

    /** A number that may be given by name. */
    public double number(String name, double otherwise) {
        return argument(Integer.MAX_VALUE, name)
                .map(argument -> number(argument, name))
                .orElse(otherwise);
    }

    private double number(Argument argument, String name) {
        return switch (argument) {
            case Argument.Number(double value) -> value;
            case Argument.Text text -> throw wrong(name, "a number");
            case Argument.Flag flag -> throw wrong(name, "a number");
        };
    }

    /** A bool that may be given by name. */
    public boolean flag(String name, boolean otherwise) {
        return argument(Integer.MAX_VALUE, name)
                .map(argument -> switch (argument) {
                    case Argument.Flag(boolean value) -> value;
                    case Argument.Text text -> throw wrong(name, "true or false");
                    case Argument.Number number -> throw wrong(name, "true or false");
                })
                .orElse(otherwise);
    }

    /** Refuses arguments that the reader does not know. */
    public void allowOnly(int positional, String... names) {
        TreeSet<String> unknown = new TreeSet<>(source.named().keySet());
        for (String name : names) {
            unknown.remove(name);
        }
        if (!unknown.isEmpty()) {
            throw new DataException("reader " + source.reader() + " has no argument " + unknown.first() + "; it has "
                    + String.join(", ", names));
        }
        if (source.positional().size() > positional) {
            throw new DataException("reader " + source.reader() + " takes " + positional
                    + " argument(s) without a name, but " + source.positional().size() + " are given");
        }
    }

    private Argument required(int place, String name) {
        return argument(place, name)
                .orElseThrow(() -> new DataException("reader " + source.reader() + " needs its argument " + name));
    }

    private Optional<Argument> argument(int place, String name) {
        return place < source.positional().size()
                ? Optional.of(source.positional().get(place))
                : Optional.ofNullable(source.named().get(name));
    }

    private DataException wrong(String name, String expected) {
        return new DataException("reader " + source.reader() + ": argument " + name + " must be " + expected);
    }
}
