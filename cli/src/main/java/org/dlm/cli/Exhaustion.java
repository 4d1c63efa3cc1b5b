package org.dlm.cli;

import java.util.Optional;
import java.util.stream.Stream;

/** The faults of a JVM that has too little of something, which are nobody's bug: what was used up, and what to do. */
final class Exhaustion {
    private Exhaustion() {}

    /** A sentence, if something that was used up is the reason of the fault. */
    static Optional<String> sentence(Throwable fault) {
        return Stream.iterate(fault, each -> each != null, Throwable::getCause)
                .limit(100)
                .flatMap(each -> ofOne(each).stream())
                .findFirst();
    }

    private static Optional<String> ofOne(Throwable fault) {
        return switch (fault) {
            case StackOverflowError error ->
                Optional.of(
                        "the stack is used up: something in the .dlm file is nested too deeply or calls itself without end."
                                + " If it is meant so, give the JVM a larger stack: DLMC_JAVA_OPTS=-Xss64m");
            case OutOfMemoryError error -> Optional.of(ofMemory(String.valueOf(error.getMessage())));
            case Throwable other -> Optional.empty();
        };
    }

    private static String ofMemory(String message) {
        if (message.contains("native thread")) {
            return "the system gives dlmc no more threads; use fewer: --threads N";
        }
        long heap = Runtime.getRuntime().maxMemory();
        return "the memory is used up: the heap of the JVM may take " + Words.bytes(heap)
                + ". Give it more, such as DLMC_JAVA_OPTS=-Xmx" + Words.heapOption(2 * heap)
                + ", or use a smaller --batch N";
    }
}
