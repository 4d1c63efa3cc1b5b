package org.dlm.cli;

import java.util.List;

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

    static void among(String option, List<Integer> values, List<Integer> possible) {
        for (int value : values) {
            if (!possible.contains(value)) {
                throw new UsageException(option + " is " + value + "; possible are " + possible);
            }
        }
    }
}
