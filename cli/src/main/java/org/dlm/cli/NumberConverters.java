package org.dlm.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Numbers on the command line, written as people write them: {@code 64}, {@code -1}, {@code 1e-3}. Java's own readers also
 * take {@code 0x1p3}, {@code 1d} and {@code NaN}, and call what they do not take "not an int".
 */
final class NumberConverters {
    /** More would take a second to read, and no number here needs them. */
    private static final int LONGEST = 100;

    private static final String WHOLE = "[+-]?[0-9]+";

    private static final String REAL = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?";

    private NumberConverters() {}

    static void register(CommandLine commands) {
        commands.registerConverter(int.class, NumberConverters::ofInt)
                .registerConverter(Integer.class, NumberConverters::ofInt)
                .registerConverter(long.class, NumberConverters::ofLong)
                .registerConverter(Long.class, NumberConverters::ofLong)
                .registerConverter(double.class, NumberConverters::ofDouble)
                .registerConverter(Double.class, NumberConverters::ofDouble);
    }

    static int ofInt(String text) {
        return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    static long ofLong(String text) {
        return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long whole(String text, long low, long high) {
        if (text.length() > LONGEST || !text.matches(WHOLE)) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
        BigInteger value = new BigInteger(text);
        if (value.compareTo(BigInteger.valueOf(low)) < 0 || value.compareTo(BigInteger.valueOf(high)) > 0) {
            throw new TypeConversionException("'" + text + "' is not in " + low + " .. " + high);
        }
        return value.longValueExact();
    }

    static double ofDouble(String text) {
        if (text.length() > LONGEST || !text.matches(REAL)) {
            throw new TypeConversionException("'" + text + "' is not a number such as 0.01 or 1e-3");
        }
        double value = new BigDecimal(text).doubleValue();
        if (!Double.isFinite(value)) {
            throw new TypeConversionException("'" + text + "' is larger than any number that a double holds");
        }
        return value;
    }
}
