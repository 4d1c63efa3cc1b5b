package org.dlm.compiler.pipeline.random;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.dlm.compiler.pipeline.GeneratedFile;

/** Where the time of the processor goes, thread by thread, and how many elements have to be met exactly. */
final class Statistics {
    private long last;
    private long planning;
    private long printing;
    private long compiling;
    private long running;
    private long characters;
    private long elements;
    private long exact;
    private long lost;

    /** Takes over what was counted for some steps on any thread. */
    synchronized void add(Statistics some) {
        planning += some.planning;
        printing += some.printing;
        compiling += some.compiling;
        running += some.running;
        characters += some.characters;
        elements += some.elements;
        exact += some.exact;
        lost += some.lost;
    }

    void begin() {
        last = cpu();
    }

    void planned() {
        planning += lap();
    }

    void printed(List<GeneratedFile> files) {
        printing += lap();
        characters += files.stream().mapToLong(file -> file.text().length()).sum();
    }

    void compiled() {
        compiling += lap();
    }

    void ran(List<List<StepRun.Found>> steps) {
        running += lap();
        for (List<StepRun.Found> step : steps) {
            for (StepRun.Found found : step) {
                for (double error : found.wanted().errors()) {
                    elements++;
                    exact += error == 0 ? 1 : 0;
                    lost += error == Double.POSITIVE_INFINITY ? 1 : 0;
                }
            }
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private long lap() {
        long now = cpu();
        long time = now - last;
        last = now;
        return time;
    }

    @Override
    public String toString() {
        return "planned in %.1f s, printed in %.1f s (%d million characters), compiled in %.1f s, ran in %.1f s; "
                        .formatted(
                                planning / 1e9, printing / 1e9, characters / 1_000_000, compiling / 1e9, running / 1e9)
                + "of %d elements %d %% equal, %d %% within bounds, %d %% free"
                        .formatted(
                                elements,
                                exact * 100 / Math.max(1, elements),
                                (elements - exact - lost) * 100 / Math.max(1, elements),
                                lost * 100 / Math.max(1, elements));
    }
}
