package org.dlm.cli;

import java.util.Locale;
import java.util.Optional;

/** Whether a person watches what is printed. */
final class Terminal {
    /** The launcher says whether both streams end in a terminal: the JVM cannot see where standard error goes. */
    private static final String PROPERTY = "dlmc.terminal";

    private Terminal() {}

    static boolean isWatched() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Boolean::parseBoolean)
                .orElseGet(Terminal::hasConsole);
    }

    private static boolean hasConsole() {
        String kind = System.getenv().getOrDefault("TERM", "").toLowerCase(Locale.ROOT);
        return System.console() != null && System.console().isTerminal() && !kind.equals("dumb");
    }
}
