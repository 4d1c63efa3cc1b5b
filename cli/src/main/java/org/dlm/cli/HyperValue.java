package org.dlm.cli;

import picocli.CommandLine.TypeConversionException;

/** {@code lr=0.01} on the command line. */
record HyperValue(String name, double value) {
    static HyperValue of(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new TypeConversionException("'" + text + "' is not NAME=VALUE, such as lr=0.01");
        }
        return new HyperValue(text.substring(0, equals), NumberConverters.ofDouble(text.substring(equals + 1)));
    }
}
