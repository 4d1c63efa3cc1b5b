package org.dlm.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.dlm.compiler.memory.MemoryBytes;
import org.dlm.runtime.problem.ProblemException;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MIB = 1 << 20;

    private static final HeapRoom ROOM = new HeapRoom(200 * MIB, 300 * MIB);

    private static MemoryUse use(int batch) {
        return new MemoryUse("training Net", batch)
                .with("weights", 10 * MIB)
                .with("activations and gradients", new MemoryBytes(0, MIB));
    }

    @Test
    void what_fits_is_let_through() {
        assertDoesNotThrow(() -> ROOM.require(use(150), 20 * MIB));
    }

    @Test
    void what_does_not_fit_is_told_with_the_heap_to_use_and_a_batch_that_fits() {
        ProblemException refused = assertThrows(ProblemException.class, () -> ROOM.require(use(200), 20 * MIB));

        String text = refused.getMessage();
        assertTrue(text.startsWith("training Net at batch 200 takes 210.0 MiB: weights 10.0 MiB, "), text);
        // (210 + 20 + 16) * 300 / 200 * 1.05, and 200 - 20 - 16 - 10
        assertTrue(text.contains("DLMC_JAVA_OPTS=-Xmx388m"), text);
        assertTrue(text.contains("--batch 154 fits"), text);
        assertDoesNotThrow(() -> ROOM.require(use(154), 20 * MIB));
    }

    @Test
    void what_no_machine_has_gets_no_heap_but_a_batch() {
        ProblemException refused =
                assertThrows(ProblemException.class, () -> ROOM.require(use(Integer.MAX_VALUE), 20 * MIB));

        assertFalse(refused.getMessage().contains("-Xmx"), refused.getMessage());
        assertTrue(refused.getMessage().contains("--batch 154 fits; this machine has"), refused.getMessage());
    }

    @Test
    void where_one_example_is_too_much_no_batch_is_named() {
        ProblemException refused = assertThrows(ProblemException.class, () -> ROOM.require(use(1), 200 * MIB));

        assertFalse(refused.getMessage().contains("--batch"), refused.getMessage());
    }

    @Test
    void sums_that_no_machine_has_do_not_overflow() {
        MemoryUse use = new MemoryUse("training Net", Integer.MAX_VALUE)
                .with("a", new MemoryBytes(Long.MAX_VALUE, Long.MAX_VALUE))
                .with("b", new MemoryBytes(Long.MAX_VALUE, Long.MAX_VALUE));

        assertEquals(MemoryBytes.MOST, use.total());
        assertEquals(0, use.largestBatch(MIB));
    }
}
