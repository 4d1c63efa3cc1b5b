package org.dlm.cli;

/** What options of several commands must be. */
final class Checks {
    private Checks() {}

    static void positive(String option, int value) {
        if (value < 1) {
            throw new UsageException(option + " is " + value + "; it must be at least 1");
        }
    }

    static void atMost(String option, int value, int most, String reason) {
        if (value > most) {
            throw new UsageException(option + " is " + value + "; it must be at most " + most + ": " + reason);
        }
    }
}
