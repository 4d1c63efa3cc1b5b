package org.dlm.compiler.chain;

import java.util.OptionalInt;

/**
 * How many examples a chain runs at a time.
 *
 * @param cache bytes that the values of one chunk may take: of the second cache of usual machines, 512 KiB to 2 MiB, so much is left
 *     when the operands that all examples share have their part
 * @param mostExamples larger chunks would be the whole of a usual batch
 * @param fixed so many in each case, whatever it costs: for tests
 */
public record ChainRule(long cache, int mostExamples, OptionalInt fixed) {
    private static final long KIB = 1 << 10;

    /** For programs that shall be fast. */
    public static final ChainRule USUAL = new ChainRule(512 * KIB, 128, OptionalInt.empty());

    /** Whatever may be chained is, with so many examples at a time. */
    public static ChainRule always(int examples) {
        return new ChainRule(Long.MAX_VALUE, Integer.MAX_VALUE, OptionalInt.of(examples));
    }

    /** Bytes of shared operands that stay in the cache from one chunk to the next. */
    long sharedCache() {
        return cache / 2;
    }
}
