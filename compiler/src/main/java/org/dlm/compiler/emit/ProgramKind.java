package org.dlm.compiler.emit;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the classes of a model can be generated for. Models, their description and start values are always there. */
public enum ProgramKind {
    /** Sessions, which compute outputs. */
    PREDICT,
    /** Trainers, with recipes and the preparation of data. */
    TRAIN,
    /** Losses and metrics of a batch. */
    EVALUATE,
    /** Losses and gradients one by one, for checks and comparisons. */
    GRADCHECK;

    /** What applications need. */
    public static final Set<ProgramKind> OF_APPLICATIONS = Set.of(PREDICT, TRAIN, EVALUATE);

    /** Everything there is. */
    public static final Set<ProgramKind> ALL = Set.copyOf(EnumSet.allOf(ProgramKind.class));

    /** How options call it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether one of these reads the data of a recipe. */
    public static boolean readsData(Set<ProgramKind> programs) {
        return programs.stream().anyMatch(program -> program != PREDICT);
    }
}
